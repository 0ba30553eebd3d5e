package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// `x, pads, value?, axes?` (ONNX Pad).
public record Pad(Mode mode) implements Op {
    /// What the new positions hold.
    public enum Mode { CONSTANT, EDGE, REFLECT, WRAP }
    @Override
    public String word() {
        return "pad";
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
