package dev.vernier.graph.op;

import dev.vernier.graph.op.FixedPoint.Rounding;
import dev.vernier.tensor.DType;

/// Sums and differences of codes of two scales in fixed point (TensorFlow Lite 2.20, `add.cc` and `sub.cc`): each term,
/// with 20 fractional bits, is brought to twice the larger scale, and the result to the output's. Each product is rounded
/// twice. The scales are multiplied and divided in float32 where TensorFlow Lite does so.
record FixedTerms(FixedPoint left, FixedPoint right, FixedPoint result) {
    private static final int FRACTION = 20;

    /// @throws IllegalArgumentException where the scales are too far from each other for fixed point
    static FixedTerms of(float aScale, float bScale, float yScale) {
        double twice = 2 * Math.max(aScale, bScale);
        return new FixedTerms(FixedPoint.of(aScale / twice, Rounding.TWICE_AWAY_FROM_ZERO),
                FixedPoint.of(bScale / twice, Rounding.TWICE_AWAY_FROM_ZERO),
                FixedPoint.of(twice / ((1 << FRACTION) * yScale), Rounding.TWICE_AWAY_FROM_ZERO));
    }

    /// The code of a sum of two codes without their zero points.
    int sum(int a, int b, int zeroPoint, DType type) {
        return result.code(left.times(a << FRACTION) + right.times(b << FRACTION), zeroPoint, type);
    }

    /// The code of a difference of two codes without their zero points.
    int difference(int a, int b, int zeroPoint, DType type) {
        return result.code(left.times(a << FRACTION) - right.times(b << FRACTION), zeroPoint, type);
    }
}
