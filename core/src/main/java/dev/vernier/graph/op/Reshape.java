package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// The same elements in the shape given by `x, shape`: 0 copies a size (unless `allowZero`), -1 takes what is left.
public record Reshape(boolean allowZero) implements Op {
    @Override
    public String word() {
        return "reshape";
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
