package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// Axes of size 1 removed: `x, axes?`.
public record Squeeze() implements Op {
    @Override
    public String word() {
        return "squeeze";
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
