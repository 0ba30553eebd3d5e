package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// The input, as dropout is at inference; second output: a mask of true. Ratio and training-mode inputs may stand
/// behind x; training mode true is rejected.
public record Dropout() implements Op {
    @Override
    public String word() {
        return "dropout";
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
