package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.BitSet;

/// Readings of the shapes, axes, indices, starts and pads that an operator gets as tensors.
final class Vectors {
    private Vectors() {}

    /// The elements of an int32 or int64 vector, or of a scalar as a vector of one.
    ///
    /// @throws IllegalArgumentException where the tensor is none; `what` names it in the message
    static long[] of(Tensor tensor, String what) {
        if (tensor.shape().rank() > 1 || tensor.dtype() != DType.I64 && tensor.dtype() != DType.I32) {
            throw new IllegalArgumentException(
                    what + " of type " + TensorType.of(tensor) + ", needed a vector of i32 or i64");
        }
        return tensor.longs();
    }

    /// The input at `index`, where it is there.
    ///
    /// @throws IllegalArgumentException where it depends on the samples or is no vector
    static long[] of(Inputs<Operand> inputs, int index, String what) {
        return of(inputs.at(index).known(what), what);
    }

    /// An index counted from the front, of an axis of `size` positions.
    ///
    /// @throws IllegalArgumentException where it lies outside [-size, size)
    static int counted(long index, int size) {
        if (index < -size || index >= size) {
            throw new IllegalArgumentException("index " + index + ", needed " + -size + " to " + (size - 1));
        }
        return (int) (index < 0 ? index + size : index);
    }

    /// As many of something as of something else.
    static void requireAsMany(String what, long[] values, String as, int count) {
        if (values.length != count) {
            throw new IllegalArgumentException(
                    values.length + " " + what + ", needed as many as " + as + ", " + count);
        }
    }

    /// Axes counted from the front, of a tensor of rank `rank`.
    ///
    /// @throws IllegalArgumentException where one lies outside [-rank, rank) or stands there twice
    static int[] axes(long[] axes, int rank) {
        int[] counted = new int[axes.length];
        BitSet seen = new BitSet(rank);
        for (int i = 0; i < axes.length; i++) {
            if (axes[i] < -rank || axes[i] >= rank) {
                throw new IllegalArgumentException(
                        "axis " + axes[i] + ", needed " + -rank + " to " + (rank - 1) + " at rank " + rank);
            }
            counted[i] = (int) (axes[i] < 0 ? axes[i] + rank : axes[i]);
            if (seen.get(counted[i])) {
                throw new IllegalArgumentException("axis " + axes[i] + " stands there twice, needed each once");
            }
            seen.set(counted[i]);
        }
        return counted;
    }
}
