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
/// Which two products are a pair is up to the [Kernels]; in a matrix they belong to rows 2i and 2i + 1. The last one of an
/// odd number stands alone, and alone it always fits. Where a group has a single input channel some of oneDNN's kernels
/// pair taps, of which the bound takes any two, unless the convolution is depthwise over one or two axes. oneDNN moves
/// unsigned weight codes down by 128.
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
    private final int[] order;
    private final boolean isPairedAnyhow;

    /// @param codes `[channels, terms]`
    /// @param order a channel's terms in the order of their pairs, two each; a term that is missing stands alone
    /// @param isPairedAnyhow whether the bound takes any two of a channel's terms for a pair
    private PairedWeights(int[] codes, int channels, int terms, int[] order, boolean isPairedAnyhow) {
        this.codes = codes;
        this.channels = channels;
        this.terms = terms;
        this.order = order;
        this.isPairedAnyhow = isPairedAnyhow;
    }

    /// The weights of an operator; empty where these kernels add no products in int16.
    ///
    /// @param activation the type of the codes that the weights are multiplied with
    public static Optional<PairedWeights> of(Kernels kernels, Op op, DType activation, Tensor weight) {
        return op instanceof IntegerProduct product ? ofProduct(kernels, product, activation, weight)
                : Optional.empty();
    }

    /// The largest magnitude of any pair of products of two activations, which their types alone bound; 0 where these kernels
    /// add none in int16. An unsigned right operand that is no constant is one for which oneDNN has no int8 kernel.
    public static int largestPair(Kernels kernels, DType left, DType right) {
        boolean isPaired = right == DType.I8 && switch (kernels) {
            case ONEDNN -> left.byteSize() == 1;
            case ONNXRUNTIME -> left == DType.U8;
        };
        return isPaired ? HIGHEST_CODE * (int) (-2 * right.min()) : 0;
    }

    static Optional<PairedWeights> ofProduct(Kernels kernels, IntegerProduct op, DType activation, Tensor weight) {
        boolean isPaired = switch (kernels) {
            case ONEDNN -> activation.byteSize() == 1 && weight.dtype().byteSize() == 1;
            case ONNXRUNTIME -> activation == DType.U8 && weight.dtype() == DType.I8 && !(op instanceof ConvInteger);
        };
        if (!isPaired) {
            return Optional.empty();
        }
        return switch (op) {
            case QLinearConv conv -> Optional.of(convolution(kernels, conv.groups(), weight));
            case ConvInteger conv -> Optional.of(convolution(kernels, conv.groups(), weight));
            case QGemm(boolean transposeB, Contract _) -> Optional.of(matrices(weight, transposeB));
            case QLinearMatMul _,MatMulInteger _ -> Optional.of(matrices(weight, false));
        };
    }

    private static PairedWeights convolution(Kernels kernels, int groups, Tensor weight) {
        Shape shape = weight.shape();
        int taps = shape.count(2, shape.rank());
        int inputs = shape.size(1);
        boolean isDepthwise = groups == shape.size(0) && inputs == 1;
        return switch (kernels) {
            case ONEDNN -> new PairedWeights(signed(weight), shape.size(0), taps * inputs,
                    byChannel(taps, inputs),
                    inputs == 1 && (!isDepthwise || groups == 1 || shape.rank() - 2 > DEPTHWISE_AXES));
            case ONNXRUNTIME -> new PairedWeights(signed(weight), shape.size(0), taps * inputs,
                    isDepthwise ? new int[0] : byTap(taps, inputs), false);
        };
    }

    /// Channels 2i and 2i + 1 at each tap.
    private static int[] byChannel(int taps, int inputs) {
        int[] order = new int[inputs / 2 * 2 * taps];
        Arrays.setAll(order, i -> (i / 2 / taps * 2 + i % 2) * taps + i / 2 % taps);
        return order;
    }

    /// All channels of the first tap, then those of the next.
    private static int[] byTap(int taps, int inputs) {
        int[] order = new int[taps * inputs / 2 * 2];
        Arrays.setAll(order, i -> i % inputs * taps + i / inputs);
        return order;
    }

    /// Every matrix has channels of its own.
    private static PairedWeights matrices(Tensor weight, boolean isTransposed) {
        Shape given = weight.shape();
        Shape shape = given.rank() < 2 ? Shape.of(given.elementCount(), 1) : given;
        int outer = shape.rank() - 2;
        int terms = shape.size(isTransposed ? outer + 1 : outer);
        int columns = shape.size(isTransposed ? outer : outer + 1);
        int[] stored = signed(weight);
        int[] codes = stored;
        if (!isTransposed) {
            codes = new int[stored.length];
            for (int i = 0; i < codes.length; i++) {
                int matrix = i / (terms * columns);
                codes[(matrix * columns + i % columns) * terms + i / columns % terms] = stored[i];
            }
        }
        int[] order = new int[terms / 2 * 2];
        Arrays.setAll(order, i -> i);
        return new PairedWeights(codes, shape.count(0, outer) * columns, terms, order, false);
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
        return order.length / 2;
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
        for (int pair = 0; pair < pairs(); pair++) {
            extremes = extremes.or(Extremes.of(code(channel, 2 * pair), code(channel, 2 * pair + 1)));
        }
        return extremes;
    }

    private int code(int channel, int place) {
        return codes[channel * terms + order[place]];
    }

    /// Adds to `excess[i]` what saturation adds to the sum over `factors[term][i]`, for every i.
    ///
    /// @param factors unsigned codes
    /// @return how many pairs saturated
    long addExcess(int channel, int[][] factors, int[] excess) {
        long saturated = 0;
        for (int place = 0; place < order.length; place += 2) {
            int first = code(channel, place);
            int second = code(channel, place + 1);
            if (Extremes.of(first, second).saturate(HIGHEST_CODE)) {
                saturated += addExcess(first, factors[order[place]], second, factors[order[place + 1]], excess);
            }
        }
        return saturated;
    }

    private static int addExcess(int first, int[] left, int second, int[] right, int[] excess) {
        int saturated = 0;
        for (int i = 0; i < excess.length; i++) {
            int pair = first * left[i] + second * right[i];
            int added = Math.max(Math.min(pair, Short.MAX_VALUE), Short.MIN_VALUE) - pair;
            excess[i] += added;
            saturated += Math.min(Math.abs(added), 1);
        }
        return saturated;
    }
}
