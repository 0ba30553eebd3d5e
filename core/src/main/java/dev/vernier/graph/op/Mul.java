package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// `a * b`, broadcasting (ONNX Mul); integers wrap.
public record Mul() implements Op {
    static Mul from(Attributes attributes) {
        attributes.only();
        return new Mul();
    }

    @Override
    public String word() {
        return "mul";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        return Elementwise.inferPair(inputs);
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        return Elementwise.evaluatePair(inputs, (a, b) -> a * b, (a, b) -> a * b);
    }
}
