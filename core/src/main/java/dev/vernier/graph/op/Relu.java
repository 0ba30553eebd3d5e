package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// max(x, 0) of float32 (ONNX Relu); NaN stays NaN.
public record Relu() implements Op {
    static Relu from(Attributes attributes) {
        attributes.only();
        return new Relu();
    }

    @Override
    public String word() {
        return "relu";
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
        return Elementwise.evaluate(inputs, x -> Math.max(x, 0));
    }
}
