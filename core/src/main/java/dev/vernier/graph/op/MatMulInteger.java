package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// Product of codes into int32 sums: `a, b, aZeroPoint?, bZeroPoint?` (ONNX MatMulInteger).
public record MatMulInteger() implements Op {
    @Override
    public String word() {
        return "matmul_integer";
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
