package dev.vernier.graph.op;

import dev.vernier.graph.op.FixedPoint.Rounding;
import dev.vernier.tensor.Tensor;

/// `x * relu6(x + 3) / 6` of codes in 16 bits (TensorFlow Lite 2.20, `hard_swish.h`): the code, with 7 fractional bits, times
/// where it lies between -3 and 3, a fraction of 15 bits.
final class HardSwishCodes {
    private static final int FRACTION = 7;
    private static final int BITS = 15;

    private HardSwishCodes() {}

    /// A factor in 16 bits: `multiplier * 2^(exponent - 15)`.
    private record Factor(short multiplier, int exponent) {
        static Factor of(float real) {
            FixedPoint wide = FixedPoint.of(real, Rounding.TWICE_AWAY_FROM_ZERO);
            return new Factor((short) Math.min((wide.multiplier() + (1L << BITS)) >> BITS + 1, Short.MAX_VALUE),
                    wide.shift());
        }
    }

    static Tensor of(CodeTable table) {
        float fine = 1 / 128f * table.x().scale();
        Factor output = Factor.of(fine / table.y().scale());
        Factor place = Factor.of(fine / (3 / 32768f));
        return table.table(code -> {
            short value = (short) (code - table.x().zeroPoint() << FRACTION);
            short scaled = highProduct(value, output.multiplier());
            int fraction = place(value, place) + (1 << BITS) >> 1;
            short product = (short) (fraction * scaled / (1 << BITS));
            int exponent = -output.exponent();
            int shifted = exponent > 0
                    ? FixedPoint.dividedByPowerOfTwo(product, exponent)
                    : saturated((long) product << -exponent);
            return shifted + table.y().zeroPoint();
        });
    }

    private static short place(short value, Factor factor) {
        int exponent = factor.exponent();
        short place = exponent > 0 ? saturated((long) value << exponent - 1) : value;
        place = highProduct(place, factor.multiplier());
        if (exponent > 0) {
            return saturated((long) place << 1);
        }
        return exponent < 0 ? (short) FixedPoint.dividedByPowerOfTwo(place, -exponent) : place;
    }

    /// `2 * a * b / 2^16`, ties upwards.
    private static short highProduct(short a, short b) {
        return saturated((long) a * b + (1 << BITS - 1) >> BITS);
    }

    private static short saturated(long value) {
        return (short) Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
    }
}
