package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// Hyperbolic tangent of float32 (ONNX Tanh).
public record Tanh() implements Op {
    static Tanh from(Attributes attributes) {
        attributes.only();
        return new Tanh();
    }

    @Override
    public String word() {
        return "tanh";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        return Elementwise.infer(inputs);
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        return Elementwise.evaluate(inputs, StrictMath::tanh);
    }
}
