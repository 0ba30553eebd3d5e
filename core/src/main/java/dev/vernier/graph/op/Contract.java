package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// In which steps an integer operator turns exact integers into the codes of its output. Runtimes differ here, and so do
/// their codes where a real lies within a rounding of a tie: in about one of 100,000 between those that compute in float32,
/// in a few of 1,000 between those and fixed point. Each step of the former is rounded to float32; `rint` rounds ties to
/// even.
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
    ONEDNN,

    /// As TensorFlow Lite 2.20 computes int8 and uint8 on x86 CPUs without a delegate, each operator by the kernel that its
    /// `BuiltinOpResolver` chooses.
    ///
    /// - layers: `(sum + bias) * factor + zeroPoint`, the product rounded twice in [FixedPoint]; the second time ties go
    ///   upwards in int8 convolutions and matrix products, away from zero in those of uint8 and in convolutions in groups,
    ///   depthwise ones among them
    /// - additions and the like: sums of terms in fixed point, as the operators say
    TFLITE,

    /// As TensorFlow Lite's reference kernels compute: products of convolutions are rounded twice, the second time ties away
    /// from zero, and those of matrix products once.
    TFLITE_REFERENCE;

    static Contract parse(String word) {
        for (Contract contract : values()) {
            if (contract.toString().equals(word)) {
                return contract;
            }
        }
        throw new IllegalArgumentException("contract = " + word + ", known: "
                + Arrays.stream(values()).map(Contract::toString).collect(Collectors.joining(", ")));
    }

    static Contract from(Attributes attributes) {
        return parse(attributes.word("contract", ONNX.toString()));
    }

    /// The attributes with this one, unless it is ONNX.
    Attributes in(Attributes attributes) {
        return this == ONNX ? attributes : attributes.with("contract", toString());
    }

    /// The code of a real, its quotient by the scale in float32, ties to even or, in fixed point, away from zero (`TfLiteRound`).
    ///
    /// @param type an integer type of at most 32 bits
    /// @throws IllegalArgumentException where the real is NaN
    public int code(float real, float scale, int zeroPoint, DType type) {
        return isFixedPoint() && !Float.isNaN(real)
                ? awayFromZero(real / scale, zeroPoint, type)
                : Codes.of(real, scale, zeroPoint, type);
    }

    /// The code of a real as [Quantize] gives it: as [#code], but for TensorFlow Lite's builtin kernel, whose quotient is one of
    /// float64.
    ///
    /// @throws IllegalArgumentException where the real is NaN
    int quantized(float real, float scale, int zeroPoint, DType type) {
        return this == TFLITE && !Float.isNaN(real)
                ? awayFromZero((double) real / scale, zeroPoint, type)
                : code(real, scale, zeroPoint, type);
    }

    private static int awayFromZero(double quotient, int zeroPoint, DType type) {
        double rounded = Math.copySign(Math.floor(Math.abs(quotient) + 0.5), quotient);
        return (int) Math.clamp(rounded + zeroPoint, type.min(), type.max());
    }

    /// Whether products are rounded in integers.
    public boolean isFixedPoint() {
        return this == TFLITE || this == TFLITE_REFERENCE;
    }

    /// How the sums of one output channel become codes.
    ///
    /// @param kernel the layer's in TensorFlow Lite
    /// @throws IllegalArgumentException where the scales give no finite factor
    Rescaling rescaling(TfliteKernel kernel, float xScale, float wScale, float yScale) {
        return isFixedPoint() ? kernel.factor(xScale, wScale, yScale) : factor(xScale, wScale, yScale);
    }

    /// The same in float32.
    ///
    /// @throws IllegalArgumentException where this contract is none of float32, or the scales give no finite factor
    FloatFactor factor(float xScale, float wScale, float yScale) {
        if (isFixedPoint()) {
            throw new IllegalArgumentException("contract = " + this + " for reals, needed onnx or onednn");
        }
        return new FloatFactor(Requantize.multiplier(xScale, wScale, yScale), this == ONEDNN);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
