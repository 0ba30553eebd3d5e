package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;

/// What operators on pairs of elements share. A function of float32 elements is computed in float64 and rounded once, which
/// for sums, differences, products and quotients is float32 arithmetic itself.
final class Elementwise {
    private Elementwise() {}

    /// The type of a broadcasting function of two tensors of one type.
    static List<TensorType> inferPair(Inputs<Operand> inputs) {
        TensorType left = inputs.at(0).type();
        TensorType right = inputs.at(1).type();
        if (left.dtype() != right.dtype() || left.dtype() == DType.BOOL) {
            throw new IllegalArgumentException(
                    "operands of types " + left + " and " + right + ", needed numbers of one type");
        }
        return List.of(left.with(Shape.broadcast(left.shape(), right.shape())));
    }

    /// @param integers of 64-bit values, whose result wraps into the operands' type
    static List<Tensor> evaluatePair(Inputs<Tensor> inputs, DoubleBinaryOperator reals, LongBinaryOperator integers) {
        TensorType type = inferPair(Operand.of(inputs)).getFirst();
        Tensor left = inputs.at(0);
        Tensor right = inputs.at(1);
        int size = type.shape().elementCount();
        if (type.dtype() == DType.F32) {
            float[] a = left.floats();
            float[] b = right.floats();
            float[] values = new float[size];
            Broadcast.forEach(left.shape(), right.shape(),
                    (place, i, j) -> values[place] = (float) reals.applyAsDouble(a[i], b[j]));
            return List.of(Tensor.of(type.shape(), values));
        }
        if (type.dtype() == DType.F64) {
            double[] values = new double[size];
            Broadcast.forEach(left.shape(), right.shape(),
                    (place, i, j) -> values[place] = reals.applyAsDouble(left.doubleAt(i), right.doubleAt(j)));
            return List.of(Tensor.ofF64(type.shape(), values));
        }
        long[] values = new long[size];
        Broadcast.forEach(left.shape(), right.shape(),
                (place, i, j) -> values[place] =
                        wrap(integers.applyAsLong(left.longAt(i), right.longAt(j)), type.dtype()));
        return List.of(Tensor.ofLongs(type.dtype(), type.shape(), values));
    }

    /// Whether a pair of elements has a property.
    interface Property {
        /// @param left the place of the left operand
        /// @param right the place of the right operand
        boolean holds(int left, int right);
    }

    /// The truth values of a property of all pairs, broadcasting.
    static Tensor truths(Shape left, Shape right, Property property) {
        Shape shape = Shape.broadcast(left, right);
        long[] values = new long[shape.elementCount()];
        Broadcast.forEach(left, right, (place, i, j) -> values[place] = property.holds(i, j) ? 1 : 0);
        return Tensor.ofLongs(DType.BOOL, shape, values);
    }

    /// The value's lowest bits, as many as the integer type has.
    static long wrap(long value, DType type) {
        return switch (type) {
            case I4 -> value << 60 >> 60;
            case I8 -> (byte) value;
            case U8 -> value & 0xff;
            case I16 -> (short) value;
            case U16 -> value & 0xffff;
            case I32 -> (int) value;
            case I64 -> value;
            case F32, F64, BOOL -> throw new IllegalArgumentException("type " + type + ", needed an integer type");
        };
    }
}
