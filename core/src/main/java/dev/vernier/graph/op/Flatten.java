package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// `[product of the axes before, product of the others]`.
public record Flatten(int axis) implements Op {
    @Override
    public String word() {
        return "flatten";
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
