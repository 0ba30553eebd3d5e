package dev.vernier.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// The layout of formats that keep the channels of an image last. A tensor of rank 4 is stored there as `[n, h, w, c]` and
/// is `[n, c, h, w]` in a graph; tensors of any other rank are the same in both.
public final class ChannelsLast {
    /// The order of stored axes in a graph's tensor, as a transposition takes it.
    public static final List<Integer> TO_GRAPH = List.of(0, 3, 1, 2);

    /// The order of a graph's axes in a stored tensor, as a transposition takes it.
    public static final List<Integer> TO_STORED = List.of(0, 2, 3, 1);

    private static final int RANK = 4;

    private ChannelsLast() {}

    /// The shape in a graph of a stored tensor.
    public static Shape inGraph(Shape stored) {
        return stored.rank() == RANK ? ordered(stored, TO_GRAPH) : stored;
    }

    /// The shape in which a graph's tensor is stored.
    public static Shape stored(Shape inGraph) {
        return inGraph.rank() == RANK ? ordered(inGraph, TO_STORED) : inGraph;
    }

    /// The axis in a graph of a stored tensor's one.
    ///
    /// @param axis from 0 to `rank - 1`
    public static int inGraph(int axis, int rank) {
        return rank == RANK ? TO_GRAPH.indexOf(axis) : axis;
    }

    /// The axis in a stored tensor of a graph's one.
    ///
    /// @param axis from 0 to `rank - 1`
    public static int stored(int axis, int rank) {
        return rank == RANK ? TO_STORED.indexOf(axis) : axis;
    }

    /// A stored tensor as it is in a graph.
    public static Tensor inGraph(Tensor stored) {
        Shape shape = stored.shape();
        return shape.rank() == RANK ? turned(stored, shape.count(1, RANK - 1), inGraph(shape)) : stored;
    }

    /// A graph's tensor as it is stored.
    public static Tensor stored(Tensor inGraph) {
        Shape shape = inGraph.shape();
        return shape.rank() == RANK ? turned(inGraph, shape.size(1), stored(shape)) : inGraph;
    }

    /// Every image as a matrix of so many rows, pixels or channels, turned: its columns are the rows of the result.
    private static Tensor turned(Tensor from, int rows, Shape shape) {
        int bytes = from.dtype().byteSize();
        MemorySegment to = MemorySegment.ofArray(new byte[Math.multiplyExact(from.size(), bytes)]);
        int columns = from.size() == 0 ? 0 : from.size() / from.shape().size(0) / rows;
        for (int image = 0; image < from.size(); image += rows * columns) {
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    copy(from.segment(), image + row * columns + column, to, image + column * rows + row, bytes);
                }
            }
        }
        return Tensor.wrap(from.dtype(), shape, to);
    }

    private static void copy(MemorySegment from, int source, MemorySegment to, int target, int bytes) {
        switch (bytes) {
            case 1 -> to.set(ValueLayout.JAVA_BYTE, target, from.get(ValueLayout.JAVA_BYTE, source));
            case Integer.BYTES -> to.setAtIndex(ValueLayout.JAVA_INT_UNALIGNED, target,
                    from.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, source));
            default -> MemorySegment.copy(from, (long) source * bytes, to, (long) target * bytes, bytes);
        }
    }

    /// A tensor whose axis k is axis `order[k]` of another one.
    ///
    /// @throws IllegalArgumentException where `order` has not as many axes as the tensor
    public static Tensor ordered(Tensor from, List<Integer> order) {
        Shape shape = ordered(from.shape(), order);
        int[] sizes = shape.sizes();
        int[] strides = from.shape().strides();
        int[] place = new int[sizes.length];
        int bytes = from.dtype().byteSize();
        MemorySegment to = MemorySegment.ofArray(new byte[Math.multiplyExact(from.size(), bytes)]);
        for (int i = 0; i < from.size(); i++) {
            int source = 0;
            for (int axis = 0; axis < place.length; axis++) {
                source += place[axis] * strides[order.get(axis)];
            }
            MemorySegment.copy(from.segment(), (long) source * bytes, to, (long) i * bytes, bytes);
            for (int axis = place.length - 1; axis >= 0 && ++place[axis] == sizes[axis]; axis--) {
                place[axis] = 0;
            }
        }
        return Tensor.wrap(from.dtype(), shape, to);
    }

    private static Shape ordered(Shape from, List<Integer> order) {
        if (order.size() != from.rank()) {
            throw new IllegalArgumentException("order " + order + " of " + from + ", needed " + from.rank() + " axes");
        }
        return Shape.of(order.stream().mapToInt(from::size).toArray());
    }
}
