package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Optional;

/// Which scale and zero point belong to each element of a quantized tensor: one pair for all, one for each position of
/// an axis, or one for each block of `blockSize` neighbours along it (ONNX QuantizeLinear and DequantizeLinear).
final class Scales {
    private final Tensor scale;
    private final Optional<Tensor> zeroPoint;
    private final int inner;
    private final int size;
    private final int blockSize;
    private final int blocks;

    private Scales(Tensor scale, Optional<Tensor> zeroPoint, int inner, int size, int blockSize) {
        this.scale = scale;
        this.zeroPoint = zeroPoint;
        this.inner = inner;
        this.size = size;
        this.blockSize = blockSize;
        this.blocks = blockSize == 0 ? 0 : Math.ceilDiv(size, blockSize);
    }

    /// Checks the types of `x, scale, zeroPoint?`.
    ///
    /// @throws IllegalArgumentException where they do not fit each other
    static void check(Inputs<Operand> inputs, int axis, int blockSize, DType codes) {
        Shape x = inputs.at(0).shape();
        TensorType scale = inputs.at(1).type();
        if (scale.dtype() != DType.F32) {
            throw new IllegalArgumentException("scale of type " + scale + ", needed f32");
        }
        if (blockSize > 0) {
            int blocked = x.axis(axis);
            Shape needed = x.with(blocked, Math.ceilDiv(x.size(blocked), blockSize));
            if (!scale.shape().equals(needed)) {
                throw new IllegalArgumentException("scale of shape " + scale.shape() + ", needed " + needed
                        + " for blocks of " + blockSize + " along axis " + axis + " of " + x);
            }
        } else if (scale.shape().rank() > 1 || scale.shape().elementCount() != 1
                && scale.shape().elementCount() != x.size(x.axis(axis))) {
            throw new IllegalArgumentException(
                    "scale of shape " + scale.shape() + ", needed one, or as many as axis " + axis + " of " + x);
        }
        inputs.find(2).filter(zero -> !fits(zero.shape(), scale.shape()) || zero.dtype() != codes)
                .ifPresent(zero -> {
                    throw new IllegalArgumentException(
                            "zero point of type " + zero.type() + ", needed " + scale.with(codes));
                });
        inputs.at(1).constant().ifPresent(Scales::requireScales);
    }

    private static boolean fits(Shape zero, Shape scale) {
        return zero.equals(scale) || zero.elementCount() == 1 && zero.rank() <= 1 && scale.elementCount() == 1;
    }

    /// @throws IllegalArgumentException where a scale is not finite and above 0
    static void requireScales(Tensor scale) {
        for (int i = 0; i < scale.size(); i++) {
            float value = scale.floatAt(i);
            if (!(value > 0 && value < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("scale " + value + " at " + i + ", needed a finite one above 0");
            }
        }
    }

    /// The scales of inputs that were checked.
    static Scales of(Inputs<Tensor> inputs, int axis, int blockSize) {
        Shape x = inputs.at(0).shape();
        Tensor scale = inputs.at(1);
        if (blockSize == 0 && scale.size() == 1) {
            return new Scales(scale, inputs.find(2), 0, 1, 0);
        }
        int counted = x.axis(axis);
        return new Scales(scale, inputs.find(2), x.count(counted + 1, x.rank()), x.size(counted), blockSize);
    }

    /// Whether one pair holds for all elements.
    boolean isPerTensor() {
        return inner == 0;
    }

    /// The place of an element's pair among the scales.
    int place(int element) {
        if (isPerTensor()) {
            return 0;
        }
        int position = element / inner % size;
        return blockSize == 0
                ? position
                : (element / inner / size * blocks + position / blockSize) * inner + element % inner;
    }

    float scale(int place) {
        return scale.floatAt(place);
    }

    int zeroPoint(int place) {
        return zeroPoint.isPresent() ? (int) zeroPoint.get().longAt(place) : 0;
    }
}
