package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.Optional;

/// What an integer operator gives on an x86 CPU without VNNI, beside what it is defined to give: sums of [PairedWeights],
/// each pair clamped to int16. The codes of activations are multiplied as they are, their zero point is subtracted from
/// the sum afterwards; signed ones are moved up by 128 before. Padding adds nothing.
///
/// Equal to oneDNN 3.11's kernels for unsigned activations, on AVX2 and on AVX-512 without VNNI; `docs/saturation.md` says
/// where kernels pair otherwise.
///
/// @param exact the operator's output
/// @param saturated the output of the saturated sums
public record SaturatingSums(Tensor exact, Tensor saturated, Count count) {
    private static final int MIDDLE_OF_U8 = 128;

    /// How often pairs saturated, and what came of it.
    ///
    /// @param pairs pairs of products that were added
    /// @param saturating those that did not fit int16
    /// @param outputs elements of the output
    /// @param changed those that are another code, or another real, for it
    public record Count(long pairs, long saturating, long outputs, long changed) {
        public static final Count NONE = new Count(0, 0, 0, 0);

        public Count plus(Count that) {
            return new Count(pairs + that.pairs, saturating + that.saturating, outputs + that.outputs,
                    changed + that.changed);
        }
    }

    /// Both outputs of an operator; empty where it sums no products of 8-bit activations.
    ///
    /// @throws IllegalArgumentException where the inputs do not fit the operator
    public static Optional<SaturatingSums> of(Op op, Inputs<Tensor> inputs) {
        return switch (op) {
            case QLinearConv conv -> PairedWeights.of(op, inputs.at(0).dtype(), inputs.at(3))
                    .map(weights -> convolved(conv, inputs, weights));
            case QGemm gemm -> PairedWeights.of(op, inputs.at(0).dtype(), inputs.at(3))
                    .map(weights -> multiplied(gemm, inputs, weights));
            default -> Optional.empty();
        };
    }

    private static SaturatingSums convolved(QLinearConv conv, Inputs<Tensor> inputs, PairedWeights weights) {
        long[] sums = conv.sums(inputs);
        Tensor exact = conv.requantized(inputs, sums);
        Shape x = inputs.at(0).shape();
        int[] codes = unsigned(inputs.at(0));
        Taps taps = Taps.of(conv.window(), x, false);
        int plane = x.count(2, x.rank());
        int inputChannels = x.size(1) / conv.groups();
        int outputChannels = weights.channels() / conv.groups();
        int[][] factors = new int[weights.terms()][taps.outputs()];
        int[] excess = new int[taps.outputs()];
        long saturating = 0;
        for (int block = 0; block < x.size(0) * conv.groups(); block++) {
            for (int c = 0; c < inputChannels; c++) {
                taps.gather(codes, (block * inputChannels + c) * plane, factors, c * taps.count());
            }
            for (int m = 0; m < outputChannels; m++) {
                Arrays.fill(excess, 0);
                saturating += weights.addExcess(block % conv.groups() * outputChannels + m, factors, excess);
                for (int i = 0; i < excess.length; i++) {
                    sums[(block * outputChannels + m) * excess.length + i] += excess[i];
                }
            }
        }
        return of(exact, conv.requantized(inputs, sums), weights, saturating);
    }

    private static SaturatingSums multiplied(QGemm gemm, Inputs<Tensor> inputs, PairedWeights weights) {
        long[] sums = gemm.sums(inputs);
        Tensor exact = gemm.requantized(inputs, sums);
        int rows = inputs.at(0).shape().size(0);
        int[] columns = Matrices.transposed(unsigned(inputs.at(0)), inputs.at(0).shape());
        int[][] factors = new int[weights.terms()][];
        Arrays.setAll(factors, term -> Arrays.copyOfRange(columns, term * rows, (term + 1) * rows));
        long saturating = 0;
        for (int channel = 0; channel < weights.channels(); channel++) {
            int[] excess = new int[rows];
            saturating += weights.addExcess(channel, factors, excess);
            for (int row = 0; row < rows; row++) {
                sums[row * weights.channels() + channel] += excess[row];
            }
        }
        return of(exact, gemm.requantized(inputs, sums), weights, saturating);
    }

    private static SaturatingSums of(Tensor exact, Tensor saturated, PairedWeights weights, long saturating) {
        long changed = 0;
        for (int i = 0; i < exact.size(); i++) {
            changed += exact.doubleAt(i) == saturated.doubleAt(i) ? 0 : 1;
        }
        return new SaturatingSums(exact, saturated,
                new Count((long) weights.pairs() * exact.size(), saturating, exact.size(), changed));
    }

    private static int[] unsigned(Tensor codes) {
        int middle = codes.dtype() == DType.I8 ? MIDDLE_OF_U8 : 0;
        return Arrays.stream(codes.ints()).map(code -> code + middle).toArray();
    }
}
