package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// The input.
public record Identity() implements Op {
    @Override
    public String word() {
        return "identity";
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
