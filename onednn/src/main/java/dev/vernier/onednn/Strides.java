package dev.vernier.onednn;

import dev.vernier.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// The distance in elements between neighbours along each axis of a tensor.
final class Strides {
    private final long[] values;

    private Strides(long[] values) {
        this.values = values;
    }

    static Strides of(long... values) {
        return new Strides(values.clone());
    }

    static Strides rowMajor(Shape shape) {
        return new Strides(Arrays.stream(shape.strides()).asLongStream().toArray());
    }

    /// Dense, of an image `[n, c, spatial...]` whose channels lie innermost.
    static Strides channelsLast(Shape shape) {
        long[] values = new long[shape.rank()];
        long stride = shape.size(1);
        for (int axis = values.length - 1; axis > 1; axis--) {
            values[axis] = stride;
            stride *= shape.size(axis);
        }
        values[1] = 1;
        values[0] = stride;
        return new Strides(values);
    }

    /// Dense strides for another shape that nest the axes in the same order as these do.
    Strides nestedAs(Shape shape) {
        List<Integer> outermostFirst = IntStream.range(0, values.length).boxed()
                .sorted((a, b) -> Long.compare(values[b], values[a])).toList();
        long[] dense = new long[values.length];
        long stride = 1;
        for (int axis : outermostFirst.reversed()) {
            dense[axis] = stride;
            stride *= Math.max(shape.size(axis), 1);
        }
        return new Strides(dense).settled(shape);
    }

    /// Whether the steps along each axis, all of them and one more, fit between two neighbours of the next wider axis. oneDNN
    /// has no descriptors of others: every second of 15 elements reaches 16 steps far.
    boolean nest(Shape shape) {
        long reach = 1;
        for (int axis : IntStream.range(0, values.length).boxed()
                .sorted((a, b) -> values[a] == values[b] ? Integer.compare(shape.size(a), shape.size(b))
                        : Long.compare(values[a], values[b]))
                .toList()) {
            if (values[axis] < reach) {
                return false;
            }
            reach = values[axis] * shape.size(axis);
        }
        return true;
    }

    /// The same places, with strides for axes of size 1, which have no meaning, as a common layout has them: row-major or
    /// channels last where the others allow it, else as if they stood before the next axis. oneDNN 3.11 takes layouts with
    /// other ones for what they are not.
    Strides settled(Shape shape) {
        if (isRowMajor(shape)) {
            return rowMajor(shape);
        }
        if (isChannelsLast(shape)) {
            return channelsLast(shape);
        }
        long[] settled = values.clone();
        for (int axis = settled.length - 1; axis >= 0; axis--) {
            if (shape.size(axis) == 1) {
                settled[axis] = axis == settled.length - 1 ? 1 : settled[axis + 1] * shape.size(axis + 1);
            }
        }
        return new Strides(settled);
    }

    /// Whether the elements lie as those of a dense image whose channels lie innermost; the stride of an axis of size 1 has
    /// no meaning.
    boolean isChannelsLast(Shape shape) {
        return shape.rank() > 2 && IntStream.range(0, values.length)
                .allMatch(axis -> shape.size(axis) == 1 || values[axis] == channelsLast(shape).values[axis]);
    }

    long at(int axis) {
        return values[axis];
    }

    long[] toArray() {
        return values.clone();
    }

    /// How many places lie from the first to the last element.
    long extent(Shape shape) {
        if (shape.elementCount() == 0) {
            return 0;
        }
        long last = 0;
        for (int axis = 0; axis < values.length; axis++) {
            last += values[axis] * (shape.size(axis) - 1);
        }
        return last + 1;
    }

    /// Whether the elements lie as those of a dense tensor, the last axis innermost; the stride of an axis of size 1
    /// has no meaning.
    boolean isRowMajor(Shape shape) {
        long stride = 1;
        for (int axis = values.length - 1; axis >= 0; axis--) {
            if (shape.size(axis) != 1 && values[axis] != stride) {
                return false;
            }
            stride *= shape.size(axis);
        }
        return true;
    }
}
