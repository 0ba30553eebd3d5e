package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Checks of an operator's inputs.
final class Require {
    private Require() {}

    /// @throws IllegalArgumentException where what is added to a variance is negative, infinite or NaN
    static void epsilon(float epsilon) {
        if (!(epsilon >= 0 && epsilon < Float.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("epsilon = " + epsilon + ", needed a finite one of at least 0");
        }
    }

    /// @throws IllegalArgumentException where the operand has another element type than those allowed
    static void type(String what, Operand operand, DType... allowed) {
        if (!Arrays.asList(allowed).contains(operand.dtype())) {
            throw new IllegalArgumentException(what + " of type " + operand.type() + ", needed "
                    + Arrays.stream(allowed).map(DType::toString).collect(Collectors.joining(" or ")));
        }
    }

    /// @throws IllegalArgumentException where the operand has another type
    static void type(String what, Operand operand, TensorType needed) {
        if (!operand.type().equals(needed)) {
            throw new IllegalArgumentException(what + " of type " + operand.type() + ", needed " + needed);
        }
    }

    /// @throws IllegalArgumentException where the operand holds truth values
    static void numbers(String what, Operand operand) {
        if (operand.dtype() == DType.BOOL) {
            throw new IllegalArgumentException(what + " of type " + operand.type() + ", needed numbers");
        }
    }

    /// The bytes that an output takes.
    ///
    /// @throws IllegalArgumentException where they are more than 2^31 - 1
    static int bytes(TensorType output) {
        long bytes = (long) output.shape().elementCount() * output.dtype().byteSize();
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "output " + output + " of " + bytes + " bytes, needed at most " + Integer.MAX_VALUE);
        }
        return (int) bytes;
    }

    /// @throws IllegalArgumentException where the operand has more than one element
    static void single(String what, Operand operand) {
        if (operand.shape().elementCount() != 1) {
            throw new IllegalArgumentException(what + " of type " + operand.type() + ", needed a single value");
        }
    }

    /// @throws IllegalArgumentException where the operand has fewer axes
    static void rank(String what, Operand operand, int atLeast) {
        if (operand.shape().rank() < atLeast) {
            throw new IllegalArgumentException(
                    what + " of type " + operand.type() + ", needed at least " + atLeast + " axes");
        }
    }

    /// @throws IllegalArgumentException where the operand is larger than the shape, or does not broadcast to it
    static void broadcastsTo(String what, Operand operand, Shape shape) {
        if (!Shape.broadcast(operand.shape(), shape).equals(shape)) {
            throw new IllegalArgumentException(
                    what + " of type " + operand.type() + ", needed a shape that broadcasts to " + shape);
        }
    }
}
