package dev.vernier.quant;

import dev.vernier.graph.op.Codes;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Objects;
import java.util.OptionalInt;

/// How one tensor's reals become codes: `code = saturate(rint(real / scale) + zeroPoint)`, ties to even, in IEEE float32,
/// and `real = (code - zeroPoint) * scale`.
///
/// @param scale float32, `[]` per tensor or `[channels]` per channel; finite and above 0
/// @param zeroPoint of the codes' type, with the shape of `scale`
/// @param axis the channel axis of the quantized tensor; empty per tensor
public record QParams(Tensor scale, Tensor zeroPoint, OptionalInt axis) {
    /// @throws IllegalArgumentException where a scale is not finite and above 0, or counts and types do not fit
    public QParams {
        Objects.requireNonNull(axis);
        if (scale.dtype() != DType.F32 || !zeroPoint.dtype().isInteger()) {
            throw new IllegalArgumentException("scale is " + scale.dtype() + " and zero point " + zeroPoint.dtype()
                    + ", needed f32 and an integer type");
        }
        if (!scale.shape().equals(zeroPoint.shape()) || scale.shape().rank() != (axis.isPresent() ? 1 : 0)) {
            throw new IllegalArgumentException("scale " + scale.shape() + " and zero point " + zeroPoint.shape()
                    + (axis.isPresent() ? " along axis " + axis.getAsInt() : " per tensor")
                    + ", needed equal shapes, a vector per channel or a scalar per tensor");
        }
        for (int channel = 0; channel < scale.size(); channel++) {
            float value = scale.floatAt(channel);
            if (!(value > 0 && value < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "scale = " + value + (axis.isPresent() ? " of channel " + channel : "")
                                + ", needed a finite number above 0");
            }
        }
    }

    /// Parameters of a whole tensor.
    ///
    /// @throws IllegalArgumentException where the scale is not finite and above 0, or the zero point is not of the type
    public static QParams perTensor(DType codes, float scale, int zeroPoint) {
        return new QParams(
                Tensor.scalar(scale), Tensor.ofLongs(codes, Shape.SCALAR, zeroPoint), OptionalInt.empty());
    }

    /// Parameters of each slice along an axis.
    ///
    /// @throws IllegalArgumentException where a scale is not finite and above 0, or a zero point is not of the type
    public static QParams perChannel(DType codes, int axis, float[] scales, long[] zeroPoints) {
        return new QParams(
                Tensor.of(Shape.of(scales.length), scales),
                Tensor.ofLongs(codes, Shape.of(zeroPoints.length), zeroPoints),
                OptionalInt.of(axis));
    }

    /// The type of the codes.
    public DType codes() {
        return zeroPoint.dtype();
    }

    /// Whether every zero point is 0.
    public boolean isSymmetric() {
        for (int channel = 0; channel < zeroPoint.size(); channel++) {
            if (zeroPoint.longAt(channel) != 0) {
                return false;
            }
        }
        return true;
    }

    /// The code of one real under the parameters of one channel (0 per tensor).
    ///
    /// @throws IllegalArgumentException where the real is NaN
    public long code(float real, int channel) {
        return Codes.of(real, scale.floatAt(channel), (int) zeroPoint.longAt(channel), codes());
    }

    /// What the smallest and the largest code of one channel (0 per tensor) stand for.
    public Range ends(int channel) {
        return new Range(end(codes().min(), channel), end(codes().max(), channel));
    }

    private float end(long code, int channel) {
        float real = (code - zeroPoint.longAt(channel)) * scale.floatAt(channel);
        return Math.clamp(real, -Float.MAX_VALUE, Float.MAX_VALUE);
    }

    /// Checks that these parameters fit a tensor.
    ///
    /// @throws IllegalArgumentException where the axis does not exist or has another size than there are scales
    public void requireFit(String tensor, Shape shape) {
        if (axis.isEmpty()) {
            return;
        }
        int along = axis.getAsInt();
        if (along < 0 || along >= shape.rank() || shape.size(along) != scale.size()) {
            throw new IllegalArgumentException(
                    "tensor '" + tensor + "': " + scale.size() + " scales along axis " + along
                            + ", needed as many as " + shape + " has there");
        }
    }
}
