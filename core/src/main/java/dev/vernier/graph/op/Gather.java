package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// Entries of an axis by index: `x, indices`; negative indices count from the end.
public record Gather(int axis) implements Op {
    @Override
    public String word() {
        return "gather";
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
