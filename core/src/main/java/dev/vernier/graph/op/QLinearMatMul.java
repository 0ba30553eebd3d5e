package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// Integer product `a, aScale, aZeroPoint, b, bScale, bZeroPoint, yScale, yZeroPoint` (ONNX QLinearMatMul).
public record QLinearMatMul() implements Op {
    @Override
    public String word() {
        return "qlinear_matmul";
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
