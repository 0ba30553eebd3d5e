package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// Axes of size 1 inserted: `x, axes`.
public record Unsqueeze() implements Op {
    @Override
    public String word() {
        return "unsqueeze";
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
