package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// 1 / (1 + exp(-x)).
public record Sigmoid() implements Op {
    @Override
    public String word() {
        return "sigmoid";
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
