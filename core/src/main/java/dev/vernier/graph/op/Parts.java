package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/// The parts of a tensor that rows of indices `[..., k]` name, along the `k` axes behind those that both share.
///
/// @param x the tensor's shape
/// @param indices theirs
/// @param batchAxes how many first axes both share
record Parts(Shape x, Shape indices, int batchAxes) {
    /// @throws IllegalArgumentException where the indices do not fit the tensor
    static Parts of(Shape x, Operand indices, int batchAxes) {
        Shape shape = indices.shape();
        boolean fits = indices.dtype() == DType.I64 && shape.rank() > batchAxes
                && batchAxes + shape.size(shape.rank() - 1) <= x.rank()
                && IntStream.range(0, batchAxes).allMatch(axis -> x.size(axis) == shape.size(axis));
        if (!fits) {
            throw new IllegalArgumentException(
                    "indices of type " + indices.type() + " into " + x + " with batch_axes = "
                            + batchAxes + ", needed i64[..., k] with at most as many axes");
        }
        return new Parts(x, shape, batchAxes);
    }

    private int depth() {
        return indices.size(indices.rank() - 1);
    }

    /// All parts beside each other: the axes of the indices but the last, then those of a part.
    Shape shape() {
        IntStream named = IntStream.range(0, indices.rank() - 1).map(indices::size);
        IntStream part = IntStream.range(batchAxes + depth(), x.rank()).map(x::size);
        return Shape.of(IntStream.concat(named, part).toArray());
    }

    /// The place in x of each element of the parts, in row-major order.
    ///
    /// @param rows the indices
    /// @throws IllegalArgumentException where an index lies outside its axis
    int[] places(Tensor rows) {
        int[] starts = starts(rows);
        int size = x.count(batchAxes + depth(), x.rank());
        int[] places = new int[shape().elementCount()];
        Arrays.setAll(places, place -> starts[place / size] + place % size);
        return places;
    }

    private int[] starts(Tensor rows) {
        int depth = depth();
        int[] strides = x.strides();
        int[] starts = new int[indices.count(0, indices.rank() - 1)];
        int perBatch = indices.count(batchAxes, indices.rank() - 1);
        int batchSize = x.count(batchAxes, x.rank());
        for (int row = 0; row < starts.length; row++) {
            starts[row] = row / perBatch * batchSize;
            for (int k = 0; k < depth; k++) {
                starts[row] += Vectors.counted(rows.longAt(row * depth + k), x.size(batchAxes + k))
                        * strides[batchAxes + k];
            }
        }
        return starts;
    }
}
