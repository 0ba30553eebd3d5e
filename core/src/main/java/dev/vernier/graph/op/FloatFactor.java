package dev.vernier.graph.op;

import dev.vernier.tensor.DType;

/// A factor in float32 between a layer's sums and units of its output's scale, with the bias added in front of it or
/// behind it ([Contract#ONNX], [Contract#ONEDNN]). Codes are rounded to even by [Requantize].
public record FloatFactor(float multiplier, boolean biasBehind) implements Rescaling {
    @Override
    public int code(long sum, long bias, int zeroPoint, DType type) {
        return Requantize.code(scaled(sum, bias), zeroPoint, type);
    }

    /// The real, in units of the output's scale, that a sum of products stands for.
    ///
    /// @param sum of products, an exact integer
    /// @param bias in the same unit
    public float scaled(long sum, long bias) {
        return biasBehind ? sum * multiplier + bias * multiplier : (sum + bias) * multiplier;
    }
}
