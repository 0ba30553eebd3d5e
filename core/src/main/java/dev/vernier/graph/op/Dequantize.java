package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// Reals of codes: `x, scale, zeroPoint?` (ONNX DequantizeLinear): (x - zeroPoint) * scale in float32; x may be int32
/// without zero point.
public record Dequantize(int axis, int blockSize) implements Op {
    @Override
    public String word() {
        return "dequantize";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        throw new IllegalStateException(word());
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        throw new IllegalStateException(word());
    }
}
