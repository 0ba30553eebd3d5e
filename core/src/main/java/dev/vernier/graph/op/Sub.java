package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// `a - b`, broadcasting (ONNX Sub); integers wrap.
public record Sub() implements Op {
    static Sub from(Attributes attributes) {
        attributes.only();
        return new Sub();
    }

    @Override
    public String word() {
        return "sub";
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
        return Elementwise.evaluatePair(inputs, (a, b) -> a - b, (a, b) -> a - b);
    }
}
