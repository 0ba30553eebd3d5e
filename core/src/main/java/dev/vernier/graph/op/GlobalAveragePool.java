package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// Mean over all spatial axes, kept as size 1.
public record GlobalAveragePool() implements Op {
    @Override
    public String word() {
        return "global_average_pool";
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
