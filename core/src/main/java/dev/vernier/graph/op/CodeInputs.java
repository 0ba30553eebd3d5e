package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/// Reading and checking the inputs of integer operators: codes, their scales and zero points. Operators with scales take
/// activations in 8 or 16 bits and weights in 8 or 4, a product's right operand any of them; ONNX defines them for 8 bits
/// alone.
final class CodeInputs {
    /// The most products of two differences of 8-bit codes whose sum always fits int32: 33,025 * 255 * 255 < 2^31.
    private static final int MOST_TERMS = Integer.MAX_VALUE / (255 * 255);

    /// The most products of half of a 16-bit difference and one of 8-bit codes: 32,896 * 256 * 255 < 2^31.
    private static final int MOST_WIDE_TERMS = Integer.MAX_VALUE / (256 * 255);

    /// The most products of halves of two 16-bit differences: 32,767 * 256 * 256 < 2^31.
    private static final int MOST_WIDEST_TERMS = Integer.MAX_VALUE / (256 * 256);

    private CodeInputs() {}

    /// @throws IllegalArgumentException where so many products could overflow an int32 sum
    static void requireExactSums(int terms) {
        requireExactSums(terms, DType.I8);
    }

    /// The same for codes x of this type times codes in 8 bits.
    static void requireExactSums(int terms, DType x) {
        requireExactSums(terms, x, DType.I8);
    }

    /// The same for codes a of one type times codes b of another.
    static void requireExactSums(int terms, DType a, DType b) {
        if (!areExactSums(terms, a, b)) {
            throw new IllegalArgumentException(
                    "sums of " + terms + " products, needed at most " + mostTerms(a, b) + " to fit int32");
        }
    }

    static boolean areExactSums(int terms, DType a, DType b) {
        return terms <= mostTerms(a, b);
    }

    private static int mostTerms(DType a, DType b) {
        return switch (a.byteSize() + b.byteSize()) {
            case 2 -> MOST_TERMS;
            case 3 -> MOST_WIDE_TERMS;
            default -> MOST_WIDEST_TERMS;
        };
    }

    /// Exact sums of products, 64 bits wide: those of 16-bit codes are made of the sums of their upper and their lower halves.
    ///
    /// @param centered codes minus their zero points
    /// @param products sums products of such values in int32
    static long[] sums(int[] centered, DType type, UnaryOperator<int[]> products) {
        if (type.byteSize() == 1) {
            return Arrays.stream(products.apply(centered)).asLongStream().toArray();
        }
        int[] upper = products.apply(upperHalves(centered));
        int[] lower = products.apply(lowerHalves(centered));
        long[] sums = new long[upper.length];
        Arrays.setAll(sums, i -> ((long) upper[i] << 8) + lower[i]);
        return sums;
    }

    /// The same of two operands, each of which may have 16 bits.
    static long[] sums(int[] left, DType leftType, int[] right, DType rightType, BinaryOperator<int[]> products) {
        if (rightType.byteSize() == 1) {
            return sums(left, leftType, values -> products.apply(values, right));
        }
        long[] upper = sums(left, leftType, values -> products.apply(values, upperHalves(right)));
        long[] lower = sums(left, leftType, values -> products.apply(values, lowerHalves(right)));
        Arrays.setAll(upper, i -> (upper[i] << 8) + lower[i]);
        return upper;
    }

    private static int[] upperHalves(int[] values) {
        return Arrays.stream(values).map(value -> value >> 8).toArray();
    }

    private static int[] lowerHalves(int[] values) {
        return Arrays.stream(values).map(value -> value & 0xff).toArray();
    }

    /// Checks codes without scales, as `x` and `zeroPoint?` give them.
    ///
    /// @param axis where there may be a zero point for each position; empty where there is but one
    static void check(String what, Operand codes, Optional<Operand> zeroPoint, Optional<Integer> axis) {
        check(what, codes, zeroPoint, axis, DType.U8, DType.I8);
    }

    private static void check(
            String what, Operand codes, Optional<Operand> zeroPoint, Optional<Integer> axis, DType... types) {
        Require.type(what, codes, types);
        zeroPoint.ifPresent(zero -> {
            Require.type(what + "'s zero point", zero, codes.dtype());
            requireCount(what + "'s zero point", zero, codes.shape(), axis);
        });
    }

    /// Checks an activation's codes with scales, as three inputs from `first` on give them.
    static void check(String what, Inputs<Operand> inputs, int first, Optional<Integer> axis) {
        check(what, inputs, first, axis, DType.U8, DType.I8, DType.U16, DType.I16);
    }

    /// Checks weights' codes with scales, as three inputs from `first` on give them.
    static void checkWeights(String what, Inputs<Operand> inputs, int first, Optional<Integer> axis) {
        check(what, inputs, first, axis, DType.U8, DType.I8, DType.I4);
    }

    /// Checks the codes of what may be an activation or weights, with scales, as three inputs from `first` on give them.
    static void checkOperand(String what, Inputs<Operand> inputs, int first, Optional<Integer> axis) {
        check(what, inputs, first, axis, DType.U8, DType.I8, DType.U16, DType.I16, DType.I4);
    }

    private static void check(
            String what, Inputs<Operand> inputs, int first, Optional<Integer> axis, DType... types) {
        Operand codes = inputs.at(first);
        check(what, codes, inputs.find(first + 2), axis, types);
        Operand scale = inputs.at(first + 1);
        requireCount(what + "'s scale", scale, codes.shape(), axis);
        Scales.check(Inputs.of(codes, scale, inputs.find(first + 2).orElse(null)), axis.orElse(0), 0, codes.dtype());
    }

    /// @throws IllegalArgumentException where a contract of fixed point has no arithmetic for codes so wide
    static void requireWidth(Contract contract, Operand codes) {
        if (contract.isFixedPoint()) {
            Require.type("codes under contract " + contract, codes, DType.U8, DType.I8);
        }
    }

    /// @param x where the input's scale and zero point are
    /// @param y where the output's are
    /// @throws IllegalArgumentException where they differ
    static void requireSameScale(Inputs<Tensor> inputs, int x, int y) {
        if (inputs.at(x).floatAt(0) != inputs.at(y).floatAt(0)
                || zeroPoint(inputs, x + 1) != zeroPoint(inputs, y + 1)) {
            throw new IllegalArgumentException("x of scale " + inputs.at(x).floatAt(0) + " and zero point "
                    + zeroPoint(inputs, x + 1) + ", needed y's, " + inputs.at(y).floatAt(0) + " and "
                    + zeroPoint(inputs, y + 1));
        }
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
            Require.type("y's zero point", zero, DType.U8, DType.I8, DType.U16, DType.I16);
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

    /// A tensor of codes in 8 or 16 bits.
    static Tensor tensor(DType type, Shape shape, int[] codes) {
        if (type.byteSize() == 1) {
            byte[] bytes = new byte[codes.length];
            for (int i = 0; i < codes.length; i++) {
                bytes[i] = (byte) codes[i];
            }
            return Tensor.wrap(type, shape, MemorySegment.ofArray(bytes));
        }
        return Tensor.ofLongs(type, shape, Arrays.stream(codes).asLongStream().toArray());
    }
}
