package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
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

    /// The sizes of a part.
    IntStream part() {
        return IntStream.range(batchAxes + depth(), x.rank()).map(x::size);
    }

    /// The number of elements of a part.
    int size() {
        return x.count(batchAxes + depth(), x.rank());
    }

    /// The place of each part's first element.
    ///
    /// @throws IllegalArgumentException where an index lies outside its axis
    int[] starts(Tensor rows) {
        int depth = depth();
        int[] strides = x.strides();
        int[] starts = new int[indices.count(0, indices.rank() - 1)];
        int perBatch = indices.count(batchAxes, indices.rank() - 1);
        int batchSize = x.count(batchAxes, x.rank());
        for (int row = 0; row < starts.length; row++) {
            starts[row] = row / perBatch * batchSize;
            for (int k = 0; k < depth; k++) {
                int size = x.size(batchAxes + k);
                long index = rows.longAt(row * depth + k);
                if (index < -size || index >= size) {
                    throw new IllegalArgumentException(
                            "index " + index + ", needed " + -size + " to " + (size - 1));
                }
                starts[row] += (int) (index < 0 ? index + size : index) * strides[batchAxes + k];
            }
        }
        return starts;
    }
}
