package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// x where x >= 0, else alpha * x.
public record LeakyRelu(float alpha) implements Op {
    @Override
    public String word() {
        return "leaky_relu";
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
