package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// A strided part for `x, starts, ends, axes?, steps?` (ONNX Slice).
public record Slice() implements Op {
    @Override
    public String word() {
        return "slice";
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
