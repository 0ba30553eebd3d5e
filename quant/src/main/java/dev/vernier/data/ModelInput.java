package dev.vernier.data;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import java.util.Arrays;

/// One input of a model.
///
/// @param shape with the batch axis first
public record ModelInput(String name, DType dtype, Shape shape) {
    /// The shape of what one sample gives it, without the batch axis.
    public Shape sample() {
        return Shape.of(Arrays.copyOfRange(shape.sizes(), 1, shape.rank()));
    }

    /// What it takes, as graphs write it: `f32[n, 3, 224, 224]`.
    public String type() {
        return dtype + shape.toString();
    }

    /// Whether it takes float32, which preprocessing makes.
    boolean isReal() {
        return dtype == DType.F32;
    }

    boolean isOfBytes() {
        return dtype == DType.U8 || dtype == DType.I8;
    }
}
