package dev.vernier.onednn;

import dev.vernier.tensor.Shape;
import java.util.Arrays;

/// Shapes that broadcast, as oneDNN takes them: of the same rank as what they broadcast to.
final class Shapes {
    private Shapes() {}

    /// The shape with axes of size 1 put before it.
    static Shape raised(Shape shape, int rank) {
        int[] sizes = ones(rank);
        System.arraycopy(shape.sizes(), 0, sizes, rank - shape.rank(), shape.rank());
        return Shape.of(sizes);
    }

    /// One value for each position of an axis of `shape`.
    static Shape alongAxis(int axis, Shape shape) {
        int[] sizes = ones(shape.rank());
        sizes[axis] = shape.size(axis);
        return Shape.of(sizes);
    }

    /// One value for all.
    static Shape one(int rank) {
        return Shape.of(ones(rank));
    }

    private static int[] ones(int rank) {
        int[] sizes = new int[rank];
        Arrays.fill(sizes, 1);
        return sizes;
    }
}
