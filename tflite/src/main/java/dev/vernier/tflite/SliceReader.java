package dev.vernier.tflite;

import dev.vernier.graph.op.Reshape;
import dev.vernier.graph.op.Slice;
import dev.vernier.tensor.ChannelsLast;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.StridedSliceOptions;
import org.tensorflow.lite.schema.UnpackOptions;

/// Operators that take parts of a tensor. An axis that is taken whole is left alone, so that a part of a sample is one for any
/// number of samples.
final class SliceReader {
    private final Draft draft;

    SliceReader(Draft draft) {
        this.draft = draft;
    }

    /// What is taken of an axis of the file.
    private record Part(int axis, long from, long to, long step) {}

    void slice(StoredOperator node) {
        Shape x = draft.tensor(node.input(0)).shape();
        long[] begin = numbers(node, 1, x.rank());
        long[] size = numbers(node, 2, x.rank());
        List<Part> parts = new ArrayList<>();
        for (int axis = 0; axis < x.rank(); axis++) {
            long to = size[axis] == -1 ? x.size(axis) : begin[axis] + size[axis];
            if (begin[axis] != 0 || to != x.size(axis)) {
                parts.add(new Part(axis, begin[axis], to, 1));
            }
        }
        make(node.output(), node.input(0), parts);
    }

    void stridedSlice(StoredOperator node) {
        StridedSliceOptions options = node.options(BuiltinOptions.StridedSliceOptions, new StridedSliceOptions());
        Shape x = draft.tensor(node.input(0)).shape();
        if (options.ellipsisMask() != 0 || options.newAxisMask() != 0 || options.offset()) {
            throw new IllegalArgumentException("an ellipsis, a new axis or ends as offsets, needed none of them");
        }
        long[] begin = numbers(node, 1, x.rank());
        long[] end = numbers(node, 2, x.rank());
        long[] step = numbers(node, 3, x.rank());
        List<Part> parts = new ArrayList<>();
        for (int axis = 0; axis < x.rank(); axis++) {
            boolean shrinks = (options.shrinkAxisMask() >> axis & 1) != 0;
            boolean fromStart = !shrinks && (options.beginMask() >> axis & 1) != 0;
            boolean toEnd = !shrinks && (options.endMask() >> axis & 1) != 0;
            int size = x.size(axis);
            boolean backwards = step[axis] < 0;
            long first = begin[axis] < 0 ? begin[axis] + size : begin[axis];
            long from = fromStart ? backwards ? size - 1 : 0 : first;
            long to = toEnd ? backwards ? Long.MIN_VALUE : size : shrinks ? first + 1 : end[axis];
            if (step[axis] == 0 || shrinks && (first < 0 || first >= size)) {
                throw new IllegalArgumentException("from " + begin[axis] + " by " + step[axis] + " on axis " + axis
                        + " of " + x + ", needed a place in it and a step");
            }
            if (from != 0 || to != size || step[axis] != 1) {
                parts.add(new Part(axis, from, to, shrinks ? 1 : step[axis]));
            }
        }
        make(node.output(), node.input(0), parts);
    }

    /// Equal parts along an axis.
    void split(StoredOperator node) {
        int count = node.outputs().size();
        int x = node.input(1);
        int axis = Sizes.axis(single(node.input(0)), draft.tensor(x).rank());
        int size = draft.tensor(x).shape().size(axis);
        if (size % count != 0) {
            throw new IllegalArgumentException(size + " in " + count + " parts, needed equal ones");
        }
        long[] sizes = new long[count];
        Arrays.fill(sizes, size / count);
        split(node, x, axis, sizes);
    }

    void splitInSizes(StoredOperator node) {
        int x = node.input(0);
        int axis = Sizes.axis(single(node.input(2)), draft.tensor(x).rank());
        long[] sizes = numbers(node, 1, node.outputs().size());
        long open = draft.tensor(x).shape().size(axis);
        for (long size : sizes) {
            open -= Math.max(size, 0);
        }
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = sizes[i] == -1 ? open : sizes[i];
        }
        split(node, x, axis, sizes);
    }

    private void split(StoredOperator node, int x, int axis, long[] sizes) {
        long from = 0;
        for (int i = 0; i < sizes.length; i++) {
            make(node.outputs().get(i), x, List.of(new Part(axis, from, from + sizes[i], 1)));
            from += sizes[i];
        }
    }

    /// The entries of an axis, each by itself.
    void unpack(StoredOperator node) {
        int x = node.input(0);
        int axis = Sizes.axis(node.options(BuiltinOptions.UnpackOptions, new UnpackOptions()).axis(),
                draft.tensor(x).rank());
        for (int i = 0; i < node.outputs().size(); i++) {
            make(node.outputs().get(i), x, List.of(new Part(axis, i, i + 1L, 1)));
        }
    }

    /// Adds the parts of a tensor, which has fewer axes where the file says so.
    private void make(int place, int x, List<Part> parts) {
        int rank = draft.tensor(x).rank();
        boolean keepsAxes = draft.tensor(place).rank() == rank;
        String from = keepsAxes ? draft.inGraph(x) : draft.stored(x);
        String[] bounds = bounds(place, parts, keepsAxes ? rank : -1);
        if (keepsAxes) {
            draft.make(place, new Slice(), from, bounds[0], bounds[1], bounds[2], bounds[3]);
            return;
        }
        String part = draft.like(place, draft.wish(place) + "/part", new Slice(), from, bounds[0], bounds[1], bounds[2],
                bounds[3]);
        draft.makeStored(place, new Reshape(false), part, draft.constant(draft.wish(place) + "/shape",
                Sizes.target(parts.stream().anyMatch(taken -> taken.axis() == 0) ? Shape.SCALAR
                        : draft.tensor(x).shape(), draft.tensor(place).shape())));
    }

    /// @param rank of a tensor in the graph's layout; -1 in the file's
    private String[] bounds(int place, List<Part> parts, int rank) {
        String wish = draft.wish(place);
        return new String[] {
            draft.constant(wish + "/from", vector(parts.stream().mapToLong(Part::from).toArray())),
            draft.constant(wish + "/to", vector(parts.stream().mapToLong(Part::to).toArray())),
            draft.constant(wish + "/axes", vector(parts.stream()
                    .mapToLong(part -> ChannelsLast.inGraph(part.axis(), rank)).toArray())),
            draft.constant(wish + "/steps", vector(parts.stream().mapToLong(Part::step).toArray()))};
    }

    private static Tensor vector(long[] numbers) {
        return Tensor.vector(numbers);
    }

    private long single(int place) {
        Tensor value = draft.numbers(place);
        if (value.size() != 1) {
            throw new IllegalArgumentException(value.size() + " axes, needed one");
        }
        return value.longAt(0);
    }

    private long[] numbers(StoredOperator node, int input, int count) {
        long[] numbers = draft.numbers(node.input(input)).longs();
        if (numbers.length != count) {
            throw new IllegalArgumentException(numbers.length + " numbers at input " + input + ", needed " + count);
        }
        return numbers;
    }
}
