package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// exp(x) / sum(exp(x)) along an axis, computed on x - max(x).
public record Softmax(int axis) implements Op {
    @Override
    public String word() {
        return "softmax";
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
