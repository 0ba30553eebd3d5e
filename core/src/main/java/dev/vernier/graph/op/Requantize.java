package dev.vernier.graph.op;

import dev.vernier.tensor.DType;

/// The requantization FLOAT_HALF_EVEN, as ONNX Runtime and fbgemm do it: from an exact integer sum of products of codes
/// to the code of the output,
///
/// `code = saturate(rint(sum * multiplier) + zeroPoint)`, ties to even,
///
/// where the multiplier is `xScale * wScale / yScale`, and multiplier, the sum as a float32 and their product are each
/// rounded to float32, in this order.
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

    /// The output's code of a sum.
    ///
    /// @param type an integer type of at most 32 bits
    public static int code(long sum, float multiplier, int zeroPoint, DType type) {
        double code = Math.rint((double) (sum * multiplier)) + zeroPoint;
        return (int) Math.clamp(code, type.min(), type.max());
    }
}
