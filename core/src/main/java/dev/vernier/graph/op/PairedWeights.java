package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/// The constant codes of an integer convolution or matrix product as x86 CPUs without VNNI multiply with them: the
/// instruction `vpmaddubsw` adds each pair of products of an unsigned and a signed code in int16, which saturates.
///
/// The two products of a pair belong to input channels 2i and 2i + 1 of one group at the same tap, or to rows 2i and
/// 2i + 1 of a matrix; the last one of an odd number stands alone, and alone it always fits. Where a group has a single
/// input channel some kernels pair taps instead, of which the bound takes any two, unless the convolution is depthwise
/// over one or two axes. Unsigned weight codes are moved down by 128.
public final class PairedWeights {
    /// The largest unsigned code.
    public static final int HIGHEST_CODE = 255;

    /// The largest unsigned code of an activation in reduced range, which no pair saturates on.
    public static final int HIGHEST_REDUCED_CODE = 127;

    private static final int MIDDLE_OF_U8 = 128;

    /// The most axes of a depthwise convolution whose kernels pair nothing.
    private static final int DEPTHWISE_AXES = 2;

    private final int[] codes;
    private final int channels;
    private final int terms;
    private final int step;
    private final boolean isPairedAnyhow;

    /// @param codes `[channels, terms]`
    /// @param step how far the two of a pair lie from each other
    /// @param isPairedAnyhow whether the bound takes any two of a channel's terms for a pair
    private PairedWeights(int[] codes, int channels, int step, boolean isPairedAnyhow) {
        this.codes = codes;
        this.channels = channels;
        this.terms = channels == 0 ? 0 : codes.length / channels;
        this.step = step;
        this.isPairedAnyhow = isPairedAnyhow;
    }

    /// The weights of an operator; empty where it sums no products of 8-bit activations.
    ///
    /// @param activation the type of the codes that the weights are multiplied with
    public static Optional<PairedWeights> of(Op op, DType activation, Tensor weight) {
        if (activation.byteSize() > 1) {
            return Optional.empty();
        }
        return switch (op) {
            case QLinearConv conv -> Optional.of(convolution(conv.groups(), weight));
            case ConvInteger conv -> Optional.of(convolution(conv.groups(), weight));
            case QGemm(boolean transposeB, Contract _) -> matrix(weight, transposeB);
            case QLinearMatMul() -> matrix(weight, false);
            case MatMulInteger() -> matrix(weight, false);
            default -> Optional.empty();
        };
    }

    private static PairedWeights convolution(int groups, Tensor weight) {
        Shape shape = weight.shape();
        boolean isDepthwise = groups > 1 && groups == shape.size(0) && shape.rank() - 2 <= DEPTHWISE_AXES;
        return new PairedWeights(signed(weight), shape.size(0), shape.count(2, shape.rank()),
                shape.size(1) == 1 && !isDepthwise);
    }

    private static Optional<PairedWeights> matrix(Tensor weight, boolean isTransposed) {
        Shape shape = weight.shape();
        if (shape.rank() != 2) {
            return Optional.empty();
        }
        return Optional.of(isTransposed
                ? new PairedWeights(signed(weight), shape.size(0), 1, false)
                : new PairedWeights(Matrices.transposed(signed(weight), shape), shape.size(1), 1, false));
    }

    private static int[] signed(Tensor weight) {
        int middle = weight.dtype() == DType.U8 ? MIDDLE_OF_U8 : 0;
        return Arrays.stream(weight.ints()).map(code -> code - middle).toArray();
    }

    /// How many output channels there are.
    public int channels() {
        return channels;
    }

    /// How many products each sum has.
    int terms() {
        return terms;
    }

    /// How many pairs of products each sum has.
    int pairs() {
        return terms / step / 2 * step;
    }

    /// The output channels with a pair that saturates for some activations.
    ///
    /// @param highest the largest unsigned code that an activation may have: [#HIGHEST_CODE], or [#HIGHEST_REDUCED_CODE]
    ///     where no sample leaves the range that a reduced range was calibrated on
    public BitSet saturable(int highest) {
        BitSet saturable = new BitSet(channels);
        for (int channel = 0; channel < channels; channel++) {
            saturable.set(channel, extremes(channel).saturate(highest));
        }
        return saturable;
    }

    /// The largest magnitude of any pair of products with codes up to `highest`.
    public int largestPair(int highest) {
        int largest = 0;
        for (int channel = 0; channel < channels; channel++) {
            Extremes extremes = extremes(channel);
            largest = Math.max(largest, Math.max(extremes.high(), -extremes.low()));
        }
        return highest * largest;
    }

    /// The lowest and the highest that two weights of a pair come to, those of the other sign counted as 0.
    private record Extremes(int low, int high) {
        static Extremes of(int first, int second) {
            return new Extremes(Math.min(first, 0) + Math.min(second, 0), Math.max(first, 0) + Math.max(second, 0));
        }

        Extremes or(Extremes that) {
            return new Extremes(Math.min(low, that.low), Math.max(high, that.high));
        }

        boolean saturate(int highest) {
            return highest * high > Short.MAX_VALUE || highest * low < Short.MIN_VALUE;
        }
    }

    private Extremes extremes(int channel) {
        if (isPairedAnyhow && terms > 1) {
            int[] sorted = Arrays.copyOfRange(codes, channel * terms, (channel + 1) * terms);
            Arrays.sort(sorted);
            return Extremes.of(sorted[0], sorted[1]).or(Extremes.of(sorted[terms - 1], sorted[terms - 2]));
        }
        Extremes extremes = new Extremes(0, 0);
        for (int term = 0; term < terms; term++) {
            if (isFirst(term)) {
                extremes = extremes.or(Extremes.of(first(channel, term), second(channel, term)));
            }
        }
        return extremes;
    }

    private boolean isFirst(int term) {
        return term / step % 2 == 0 && term + step < terms;
    }

    private int first(int channel, int term) {
        return codes[channel * terms + term];
    }

    private int second(int channel, int term) {
        return codes[channel * terms + term + step];
    }

    /// Adds to `excess[i]` what saturation adds to the sum over `factors[term][i]`, for every i.
    ///
    /// @param factors unsigned codes
    /// @return how many pairs saturated
    long addExcess(int channel, int[][] factors, int[] excess) {
        long saturated = 0;
        for (int term = 0; term < terms; term++) {
            if (isFirst(term) && Extremes.of(first(channel, term), second(channel, term)).saturate(HIGHEST_CODE)) {
                saturated += addExcess(first(channel, term), factors[term], second(channel, term),
                        factors[term + step], excess);
            }
        }
        return saturated;
    }

    private static int addExcess(int first, int[] left, int second, int[] right, int[] excess) {
        int saturated = 0;
        for (int i = 0; i < excess.length; i++) {
            int pair = first * left[i] + second * right[i];
            int kept = Math.clamp(pair, Short.MIN_VALUE, Short.MAX_VALUE);
            excess[i] += kept - pair;
            saturated += kept == pair ? 0 : 1;
        }
        return saturated;
    }
}
