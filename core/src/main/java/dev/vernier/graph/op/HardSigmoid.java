package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// max(0, min(1, alpha * x + beta)).
public record HardSigmoid(float alpha, float beta) implements Op {
    @Override
    public String word() {
        return "hard_sigmoid";
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
