package dev.vernier.graph.op;

import dev.vernier.tensor.DType;

/// The requantization FLOAT_HALF_EVEN: from an exact integer sum of products of codes to the code of the output,
///
/// `code = saturate(rint(scaled) + zeroPoint)`, ties to even,
///
/// where `scaled` is the sum times the multiplier `xScale * wScale / yScale` with the bias added as the operator's
/// [Contract] says.
public final class Requantize {
    private Requantize() {}

    /// `xScale * wScale / yScale`: the product rounded to float32, then the quotient.
    ///
    /// @throws IllegalArgumentException where it is not finite
    public static float multiplier(float xScale, float wScale, float yScale) {
        float multiplier = xScale * wScale / yScale;
        if (!Float.isFinite(multiplier)) {
            throw new IllegalArgumentException("scales " + xScale + " * " + wScale + " / " + yScale + " give "
                    + multiplier + ", needed a finite multiplier");
        }
        return multiplier;
    }

    /// The output's code of a real in units of its scale.
    ///
    /// @param type an integer type of at most 32 bits
    static int code(float scaled, int zeroPoint, DType type) {
        double code = Math.rint((double) scaled) + zeroPoint;
        return (int) Math.clamp(code, type.min(), type.max());
    }
}
