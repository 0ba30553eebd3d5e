package dev.vernier.tflite;

import dev.vernier.quant.QParams;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Optional;

/// A tensor as a file holds it, in the file's own layout.
///
/// @param name as the file calls it; may be empty, or that of another tensor too
/// @param type half floats are float32
/// @param shape with the sizes that the file was made for
/// @param takesAnyBatch whether the file says that the first axis may have any size
/// @param params of a quantized one
/// @param value of a constant
record StoredTensor(String name, DType type, Shape shape, boolean takesAnyBatch, Optional<QParams> params,
        Optional<Tensor> value) {
    boolean isConstant() {
        return value.isPresent();
    }

    int rank() {
        return shape.rank();
    }
}
