package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// 1 / (1 + exp(-x)) of float32 (ONNX Sigmoid).
public record Sigmoid() implements Op {
    static Sigmoid from(Attributes attributes) {
        attributes.only();
        return new Sigmoid();
    }

    @Override
    public String word() {
        return "sigmoid";
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
        return Elementwise.evaluate(inputs, x -> 1 / (1 + StrictMath.exp(-x)));
    }
}
