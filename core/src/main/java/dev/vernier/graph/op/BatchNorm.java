package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// `(x - mean) / sqrt(variance + epsilon) * scale + bias` per channel (axis 1) for `x, scale, bias, mean, variance`
/// (ONNX BatchNormalization, inference).
public record BatchNorm(float epsilon) implements Op {
    @Override
    public String word() {
        return "batch_norm";
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
