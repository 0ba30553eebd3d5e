package dev.vernier.onednn;

import dev.vernier.graph.op.Op;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Weight codes minus their zero points, as the sum of int8 tensors that oneDNN's kernels multiply without an error: one
/// where that is possible, else as few as there can be, each about as large as the others. A layer's sum is that of its
/// parts' sums, `sum(x * w) = sum(x * w1) + sum(x * w2) + ...`, added in float32.
///
/// @param parts int8, in the shape that the weights came in
/// @param reaches of each part the largest magnitude that a sum of its products can have
record WeightParts(List<Tensor> parts, List<Long> reaches) {
    /// Of two 8-bit codes.
    private static final int LARGEST_DIFFERENCE = 255;

    /// The largest magnitude of weights of which any two, times 255, fit int16: 255 * 128 = 32,640.
    private static final int LARGEST_IN_PAIRS = 64;

    /// Float32 holds every integer up to here.
    private static final long LARGEST_EXACT = 1 << 24;

    WeightParts {
        parts = List.copyOf(parts);
        reaches = List.copyOf(reaches);
    }

    /// @param weight codes of at most 8 bits
    /// @param channelAxis the axis that runs over output channels
    static WeightParts of(
            Op op, Tensor weight, Optional<Tensor> zeroPoint, int channelAxis, PairSaturation saturation) {
        int[] values = centered(weight, zeroPoint, channelAxis);
        WeightParts fewest = split(values, Byte.MIN_VALUE, Byte.MAX_VALUE, weight.shape(), channelAxis);
        return fewest.parts().stream().noneMatch(part -> saturation.splits(op, part))
                ? fewest
                : split(values, -LARGEST_IN_PAIRS, LARGEST_IN_PAIRS, weight.shape(), channelAxis);
    }

    /// Weights minus their zero points.
    static int[] centered(Tensor weight, Optional<Tensor> zeroPoint, int channelAxis) {
        int[] values = weight.ints();
        int inner = weight.shape().count(channelAxis + 1, weight.shape().rank());
        zeroPoint.map(Tensor::ints).ifPresent(zeros -> Arrays.setAll(values,
                i -> values[i] - zeros[zeros.length == 1 ? 0 : i / inner % zeros.length]));
        return values;
    }

    /// Parts between two bounds.
    private static WeightParts split(int[] values, int low, int high, Shape shape, int channelAxis) {
        int count = Arrays.stream(values).map(value -> Math.ceilDiv(value, value < 0 ? low : high)).max().orElse(1);
        List<Tensor> parts = IntStream.range(0, Math.max(count, 1))
                .mapToObj(part -> part(values, part, Math.max(count, 1), shape)).toList();
        return new WeightParts(parts, parts.stream().map(part -> reach(part, channelAxis)).toList());
    }

    private static Tensor part(int[] values, int part, int count, Shape shape) {
        byte[] codes = new byte[values.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) (Math.floorDiv(values[i] * (part + 1), count) - Math.floorDiv(values[i] * part, count));
        }
        return Tensor.ofI8(shape, codes);
    }

    /// All codes at their highest where the weights have one sign, at their lowest where they have the other.
    private static long reach(Tensor part, int channelAxis) {
        byte[] codes = part.bytes();
        int inner = part.shape().count(channelAxis + 1, part.shape().rank());
        long[] above = new long[part.shape().size(channelAxis)];
        long[] below = new long[above.length];
        for (int i = 0; i < codes.length; i++) {
            int channel = i / inner % above.length;
            above[channel] += Math.max(codes[i], 0);
            below[channel] -= Math.min(codes[i], 0);
        }
        return LARGEST_DIFFERENCE * Math.max(
                Arrays.stream(above).max().orElse(0), Arrays.stream(below).max().orElse(0));
    }

    /// The part whose products a layer's own primitive sums.
    Tensor first() {
        return parts.getFirst();
    }

    /// The sums of the other parts' products; empty where one of them cannot be had.
    Optional<List<Slot>> others(Function<Tensor, Optional<Slot>> sum) {
        List<Slot> sums = new ArrayList<>();
        for (Tensor part : parts.subList(1, parts.size())) {
            Optional<Slot> added = sum.apply(part);
            if (added.isEmpty()) {
                return Optional.empty();
            }
            sums.add(added.get());
        }
        return Optional.of(sums);
    }

    /// Whether float32 adds the parts' sums, one after the other, to what the exact sum is when rounded to float32 once.
    ///
    /// @param bias the largest magnitude of what is added to the first part's sum
    boolean addUpInOneRounding(long bias) {
        return parts.size() == 1
                || reaches.getLast() <= LARGEST_EXACT && total() - reaches.getLast() + bias <= LARGEST_EXACT;
    }

    /// Whether float32 adds the parts' sums without any rounding.
    boolean addUpExactly() {
        return parts.size() == 1 || total() <= LARGEST_EXACT;
    }

    private long total() {
        return reaches.stream().mapToLong(Long::longValue).sum();
    }
}
