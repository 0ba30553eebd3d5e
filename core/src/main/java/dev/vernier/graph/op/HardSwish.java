package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// x * max(0, min(1, x / 6 + 0.5)).
public record HardSwish() implements Op {
    @Override
    public String word() {
        return "hard_swish";
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
