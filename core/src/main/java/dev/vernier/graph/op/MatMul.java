package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// Matrix product of the last two axes, the others broadcast (ONNX MatMul, NumPy matmul).
public record MatMul() implements Op {
    @Override
    public String word() {
        return "matmul";
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
