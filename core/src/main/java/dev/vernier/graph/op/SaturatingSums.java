package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an integer operator gives on an x86 CPU without VNNI, beside what it is defined to give: sums of [PairedWeights],
/// each pair clamped to int16. The codes of activations are multiplied as they are, their zero point is subtracted from
/// the sum afterwards; signed ones are moved up by 128 before.
///
/// Equal to what the [Kernels] give; `docs/saturation.md` says where kernels pair otherwise.
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

    /// Both outputs of an operator; empty where these kernels add no products in int16.
    ///
    /// @throws IllegalArgumentException where the inputs do not fit the operator
    public static Optional<SaturatingSums> of(Kernels kernels, Op op, Inputs<Tensor> inputs) {
        return Optional.ofNullable(of(List.of(kernels), op, inputs).get(kernels));
    }

    /// The outputs for each of the kernels that add products in int16, whose exact sums are computed once.
    ///
    /// @throws IllegalArgumentException where the inputs do not fit the operator
    public static Map<Kernels, SaturatingSums> of(List<Kernels> kernels, Op op, Inputs<Tensor> inputs) {
        if (!(op instanceof IntegerProduct product)) {
            return Map.of();
        }
        Map<Kernels, PairedWeights> paired = new EnumMap<>(Kernels.class);
        for (Kernels each : kernels) {
            PairedWeights.ofProduct(each, product, inputs.at(0).dtype(), inputs.at(product.weights()))
                    .ifPresent(weights -> paired.put(each, weights));
        }
        if (paired.isEmpty()) {
            return Map.of();
        }
        long[] sums = sums(product, inputs);
        Tensor exact = finished(product, inputs, sums);
        Map<Kernels, SaturatingSums> found = new EnumMap<>(Kernels.class);
        paired.forEach((each, weights) -> found.put(each, of(each, product, inputs, weights, sums.clone(), exact)));
        return found;
    }

    /// The outputs of any operator as these kernels compute it. Those of ONNX Runtime round additions and means in their
    /// own way as well.
    ///
    /// @throws IllegalArgumentException where the inputs do not fit the operator
    public static List<Tensor> replay(Kernels kernels, Op op, Inputs<Tensor> inputs) {
        Optional<Tensor> rounded = switch (kernels) {
            case ONEDNN -> Optional.empty();
            case ONNXRUNTIME -> OnnxRuntimeRounding.of(op, inputs);
        };
        return rounded.or(() -> of(kernels, op, inputs).map(SaturatingSums::saturated)).map(List::of)
                .orElseGet(() -> op.evaluate(inputs));
    }

    private static SaturatingSums of(Kernels kernels, IntegerProduct op, Inputs<Tensor> inputs, PairedWeights weights,
            long[] sums, Tensor exact) {
        long saturating = switch (op) {
            case QLinearConv conv -> convolve(kernels, conv.window(), conv.groups(), inputs, weights, sums);
            case ConvInteger conv -> convolve(kernels, conv.window(), conv.groups(), inputs, weights, sums);
            case QGemm(boolean transposeB, Contract _) -> {
                Shape b = inputs.at(3).shape();
                yield multiply(transposeB ? Shape.of(b.size(1), b.size(0)) : b, inputs, weights, sums);
            }
            case QLinearMatMul _,MatMulInteger _ -> multiply(inputs.at(op.weights()).shape(), inputs, weights, sums);
        };
        Tensor saturated = saturating == 0 ? exact : finished(op, inputs, sums);
        long changed = 0;
        for (int i = 0; saturated != exact && i < exact.size(); i++) {
            changed += exact.doubleAt(i) == saturated.doubleAt(i) ? 0 : 1;
        }
        return new SaturatingSums(exact, saturated,
                new Count((long) weights.pairs() * exact.size(), saturating, exact.size(), changed));
    }

    private static long[] sums(IntegerProduct op, Inputs<Tensor> inputs) {
        return switch (op) {
            case QLinearConv conv -> conv.sums(inputs);
            case ConvInteger conv -> Arrays.stream(conv.sums(inputs)).asLongStream().toArray();
            case QGemm gemm -> gemm.sums(inputs);
            case QLinearMatMul product -> product.sums(inputs);
            case MatMulInteger product -> Arrays.stream(product.sums(inputs)).asLongStream().toArray();
        };
    }

    private static Tensor finished(IntegerProduct op, Inputs<Tensor> inputs, long[] sums) {
        return switch (op) {
            case QLinearConv conv -> conv.requantized(inputs, sums);
            case ConvInteger conv -> integers(conv, inputs, sums);
            case QGemm gemm -> gemm.requantized(inputs, sums);
            case QLinearMatMul product -> product.requantized(inputs, sums);
            case MatMulInteger product -> integers(product, inputs, sums);
        };
    }

    private static Tensor integers(Op op, Inputs<Tensor> inputs, long[] sums) {
        return Tensor.ofI32(op.infer(Operand.of(inputs)).getFirst().shape(),
                Arrays.stream(sums).mapToInt(Math::toIntExact).toArray());
    }

    /// Adds to the sums of a convolution what saturation adds.
    private static long convolve(Kernels kernels, Window window, int groups, Inputs<Tensor> inputs,
            PairedWeights weights, long[] sums) {
        Tensor x = inputs.at(0);
        int padding = switch (kernels) {
            case ONEDNN -> 0;
            case ONNXRUNTIME -> CodeInputs.zeroPoint(inputs, 2) + middle(x);
        };
        int channels = weights.channels() / groups;
        Unfolding unfolding = Unfolding.of(window, groups, x.shape());
        int outputs = unfolding.outputs();
        long[] saturating = {0};
        unfolding.forEach(unsigned(x), padding, (group, first, samples, columns) -> {
            int[] excess = new int[samples * outputs];
            for (int channel = group * channels; channel < (group + 1) * channels; channel++) {
                Arrays.fill(excess, 0);
                saturating[0] += weights.addExcess(channel, columns, excess);
                for (int i = 0; i < excess.length; i++) {
                    sums[((first + i / outputs) * weights.channels() + channel) * outputs + i % outputs] += excess[i];
                }
            }
        });
        return saturating[0];
    }

    /// Adds to the sums of a product of matrices what saturation adds.
    ///
    /// @param right the shape of the right operand
    private static long multiply(Shape right, Inputs<Tensor> inputs, PairedWeights weights, long[] sums) {
        Matrices matrices = Matrices.of(inputs.at(0).shape(), right);
        int[] left = unsigned(inputs.at(0));
        int rows = matrices.rows();
        int columns = matrices.columns();
        long[] saturating = {0};
        int[] excess = new int[rows];
        matrices.forEach((place, i, j) -> {
            int[][] factors = new int[weights.terms()][rows];
            for (int k = 0; k < rows * factors.length; k++) {
                factors[k % factors.length][k / factors.length] = left[i * rows * factors.length + k];
            }
            for (int column = 0; column < columns; column++) {
                Arrays.fill(excess, 0);
                saturating[0] += weights.addExcess(j * columns + column, factors, excess);
                for (int row = 0; row < rows; row++) {
                    sums[(place * rows + row) * columns + column] += excess[row];
                }
            }
        });
        return saturating[0];
    }

    private static int middle(Tensor codes) {
        return codes.dtype() == DType.I8 ? MIDDLE_OF_U8 : 0;
    }

    private static int[] unsigned(Tensor codes) {
        int middle = middle(codes);
        return Arrays.stream(codes.ints()).map(code -> code + middle).toArray();
    }
}
