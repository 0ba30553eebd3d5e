package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// Largest value over all spatial axes, kept as size 1.
public record GlobalMaxPool() implements Op {
    @Override
    public String word() {
        return "global_max_pool";
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
