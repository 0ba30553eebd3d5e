package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import java.util.Locale;

/// In which steps of float32 an integer operator turns exact integers into the codes of its output. Runtimes differ
/// here, and so do their codes where a real lies within a rounding of a tie: in about one of 100,000. Each step is
/// rounded to float32; `rint` rounds ties to even.
public enum Contract {
    /// As the ONNX operators are defined and ONNX Runtime computes layers.
    ///
    /// - layers: `rint((sum + bias) * multiplier) + zeroPoint`, the sum of both an exact integer
    /// - additions: `rint(((a - aZeroPoint) * aScale + (b - bZeroPoint) * bScale) / yScale) + yZeroPoint`, which is
    ///   dequantize, add, quantize
    ONNX,

    /// As oneDNN's kernels and with them PyTorch's x86 engine compute layers: the bias is added in float32, behind the
    /// multiplication.
    ///
    /// - layers: `rint(sum * multiplier + bias * multiplier) + zeroPoint`
    /// - additions, the first operand's scale being the unit, so that they can follow the kernel that makes it:
    ///   `rint(((b - bZeroPoint) * (bScale / aScale) + (a - aZeroPoint)) * (1 / (yScale / aScale))) + yZeroPoint`, the
    ///   first product and the sum in one step, without a rounding between them (fused multiply-add)
    ONEDNN;

    static Contract parse(String word) {
        for (Contract contract : values()) {
            if (contract.toString().equals(word)) {
                return contract;
            }
        }
        throw new IllegalArgumentException("contract = " + word + ", known: onnx, onednn");
    }

    static Contract from(Attributes attributes) {
        return parse(attributes.word("contract", ONNX.toString()));
    }

    /// The attributes with this one, unless it is ONNX.
    Attributes in(Attributes attributes) {
        return this == ONNX ? attributes : attributes.with("contract", toString());
    }

    /// The code of a layer's sum of products.
    ///
    /// @param sum of products, an exact integer
    /// @param bias in the same unit
    /// @param multiplier from that unit to the output's scale
    /// @param type of the code
    int code(long sum, long bias, float multiplier, int zeroPoint, DType type) {
        return Requantize.code(scaled(sum, bias, multiplier), zeroPoint, type);
    }

    /// The real, in units of the output's scale, that a layer's sum of products stands for.
    ///
    /// @param sum of products, an exact integer
    /// @param bias in the same unit
    /// @param multiplier from that unit to the output's scale
    float scaled(long sum, long bias, float multiplier) {
        return switch (this) {
            case ONNX -> (sum + bias) * multiplier;
            case ONEDNN -> sum * multiplier + bias * multiplier;
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
