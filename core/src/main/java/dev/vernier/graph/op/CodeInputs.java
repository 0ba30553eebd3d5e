package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Optional;

/// Reading and checking the inputs of integer operators: codes in 8 bits, their scales and zero points.
final class CodeInputs {
    /// The most products of two differences of 8-bit codes whose sum always fits int32: 33,025 * 255 * 255 < 2^31.
    private static final int MOST_TERMS = Integer.MAX_VALUE / (255 * 255);

    private CodeInputs() {}

    /// @throws IllegalArgumentException where so many products could overflow an int32 sum
    static void requireExactSums(int terms) {
        if (terms > MOST_TERMS) {
            throw new IllegalArgumentException(
                    "sums of " + terms + " products, needed at most " + MOST_TERMS + " to fit int32");
        }
    }

    /// Checks codes without scales, as `x` and `zeroPoint?` give them.
    ///
    /// @param axis where there may be a zero point for each position; empty where there is but one
    static void check(String what, Operand codes, Optional<Operand> zeroPoint, Optional<Integer> axis) {
        Require.type(what, codes, DType.U8, DType.I8);
        zeroPoint.ifPresent(zero -> {
            Require.type(what + "'s zero point", zero, codes.dtype());
            requireCount(what + "'s zero point", zero, codes.shape(), axis);
        });
    }

    /// Checks codes with scales, as three inputs from `first` on give them.
    static void check(String what, Inputs<Operand> inputs, int first, Optional<Integer> axis) {
        Operand codes = inputs.at(first);
        check(what, codes, inputs.find(first + 2), axis);
        Operand scale = inputs.at(first + 1);
        requireCount(what + "'s scale", scale, codes.shape(), axis);
        Scales.check(Inputs.of(codes, scale, inputs.find(first + 2).orElse(null)), axis.orElse(0), 0, codes.dtype());
    }

    private static void requireCount(String what, Operand operand, Shape codes, Optional<Integer> axis) {
        if (axis.isEmpty()) {
            Require.single(what, operand);
        } else if (operand.shape().rank() > 1
                || operand.shape().elementCount() != 1
                        && operand.shape().elementCount() != codes.size(axis.get())) {
            throw new IllegalArgumentException(
                    what + " of shape " + operand.shape() + ", needed one, or as many as axis "
                            + axis.get() + " of " + codes);
        }
    }

    /// Checks the output's scale and zero point and returns the type of its codes: the zero point's, or where there is
    /// none that of the input's codes.
    static DType output(Inputs<Operand> inputs, int scale, DType absent) {
        Require.type("y's scale", inputs.at(scale), DType.F32);
        Require.single("y's scale", inputs.at(scale));
        inputs.at(scale).constant().ifPresent(value -> Scales.requireScales(value));
        inputs.find(scale + 1).ifPresent(zero -> {
            Require.type("y's zero point", zero, DType.U8, DType.I8);
            Require.single("y's zero point", zero);
        });
        return inputs.find(scale + 1).map(Operand::dtype).orElse(absent);
    }

    /// Codes minus their zero point or, of several, that of their position along `axis`.
    static int[] centered(Tensor codes, Optional<Tensor> zeroPoint, int axis) {
        int[] values = codes.ints();
        if (zeroPoint.isPresent()) {
            int[] zeros = zeroPoint.get().ints();
            int inner = zeros.length == 1 ? 1 : codes.shape().count(axis + 1, codes.shape().rank());
            for (int i = 0; i < values.length; i++) {
                values[i] -= zeros[i / inner % zeros.length];
            }
        }
        return values;
    }

    static int zeroPoint(Inputs<Tensor> inputs, int index) {
        return inputs.find(index).map(zero -> (int) zero.longAt(0)).orElse(0);
    }

    /// The element of a vector that belongs to a channel, or its only one.
    static float of(float[] scales, int channel) {
        return scales[scales.length == 1 ? 0 : channel];
    }

    /// A tensor of 8-bit codes.
    static Tensor tensor(DType type, Shape shape, byte[] codes) {
        return type == DType.U8 ? Tensor.ofU8(shape, codes) : Tensor.ofI8(shape, codes);
    }
}
