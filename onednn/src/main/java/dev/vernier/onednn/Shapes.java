package dev.vernier.onednn;

import dev.vernier.tensor.Shape;
import java.util.Arrays;

/// Shapes as oneDNN takes them: those that broadcast have the rank of what they broadcast to, and weights an axis of their
/// groups.
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

    /// Weights `[groups * c, ...]` as `[groups, c, ...]`; of one group as they are.
    static Shape grouped(Shape weight, int groups) {
        if (groups == 1) {
            return weight;
        }
        int[] sizes = new int[weight.rank() + 1];
        sizes[0] = groups;
        sizes[1] = weight.size(0) / groups;
        System.arraycopy(weight.sizes(), 1, sizes, 2, weight.rank() - 1);
        return Shape.of(sizes);
    }

    private static int[] ones(int rank) {
        int[] sizes = new int[rank];
        Arrays.fill(sizes, 1);
        return sizes;
    }
}
