package dev.vernier.graph.op;

import dev.vernier.tensor.DType;

/// A factor in integers, as TensorFlow Lite holds the one between a layer's sums and its output's codes:
/// `multiplier * 2^(shift - 31)` (TensorFlow Lite 2.20, `QuantizeMultiplier`).
///
/// Products are rounded to integers in one of two ways, which differ in about one of 2^(1 - shift) sums.
///
/// @param multiplier at least 0; one that is made of a factor has all of its 31 bits, or is 0
/// @param shift -31 to 30
public record FixedPoint(int multiplier, int shift, Rounding rounding) implements Rescaling {
    /// How many fractional bits the multiplier has.
    private static final int BITS = 31;

    /// How a product of an integer and a factor becomes an integer.
    public enum Rounding {
        /// Once, ties upwards (TensorFlow Lite's `FullyConnected` and ruy's plain kernels).
        ONCE,

        /// Twice: the product with as many fractional bits as the factor has beyond 31, then its integer; ties upwards (ruy's
        /// kernels for AVX2 and AVX-512).
        TWICE,

        /// The same, the second time ties away from zero (gemmlowp, `SaturatingRoundingDoublingHighMul` and
        /// `RoundingDivideByPOT`).
        TWICE_AWAY_FROM_ZERO
    }

    public FixedPoint {
        if (multiplier < 0) {
            throw new IllegalArgumentException("multiplier = " + multiplier + ", needed at least 0");
        }
        if (shift < -BITS || shift >= BITS) {
            throw new IllegalArgumentException("shift = " + shift + ", needed -31 to 30");
        }
    }

    /// The nearest one; 0 where the factor is below 2^-32.
    ///
    /// @throws IllegalArgumentException where it is negative, not finite, or 2^30 or more
    public static FixedPoint of(double factor, Rounding rounding) {
        if (!(factor >= 0 && factor < 1 << BITS - 1)) {
            throw new IllegalArgumentException(
                    "factor " + factor + " of scales, needed one from 0 to 2^30 in fixed point");
        }
        int shift = Math.getExponent(factor) + 1;
        if (shift < -BITS) {
            return new FixedPoint(0, 0, rounding);
        }
        long multiplier = Math.round(Math.scalb(factor, BITS - shift));
        if (multiplier == 1L << BITS) {
            return new FixedPoint(1 << BITS - 1, shift + 1, rounding);
        }
        return new FixedPoint((int) multiplier, shift, rounding);
    }

    /// The product as an integer; sums beyond int32 wrap, as TensorFlow Lite's do.
    public int times(int value) {
        return switch (rounding) {
            case ONCE -> (int) ((long) value * multiplier + (1L << BITS - 1 - shift) >> BITS - shift);
            case TWICE -> {
                long product = highProduct(value << Math.max(shift, 0), multiplier);
                yield (int) (shift < 0 ? product + (1L << -shift - 1) >> -shift : product);
            }
            case TWICE_AWAY_FROM_ZERO ->
                dividedByPowerOfTwo(highProduct(value << Math.max(shift, 0), multiplier), Math.max(-shift, 0));
        };
    }

    /// `2 * a * b / 2^32`, ties towards positive infinity.
    static int highProduct(int a, int b) {
        return a == Integer.MIN_VALUE && b == Integer.MIN_VALUE
                ? Integer.MAX_VALUE
                : (int) ((long) a * b + (1L << BITS - 1) >> BITS);
    }

    /// `value / 2^exponent`, ties away from zero.
    static int dividedByPowerOfTwo(int value, int exponent) {
        int mask = (int) ((1L << exponent) - 1);
        int remainder = value & mask;
        int threshold = (mask >> 1) + (value < 0 ? 1 : 0);
        return (value >> exponent) + (remainder > threshold ? 1 : 0);
    }

    @Override
    public int code(long sum, long bias, int zeroPoint, DType type) {
        return code((int) (sum + bias), zeroPoint, type);
    }

    /// The output's code of a value in the unit that the factor is from.
    int code(int value, int zeroPoint, DType type) {
        return (int) Math.clamp((long) times(value) + zeroPoint, type.min(), type.max());
    }
}
