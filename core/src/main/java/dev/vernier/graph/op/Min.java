package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// The smaller of `a` and `b`, broadcasting (ONNX Min of two); NaN where either is.
public record Min() implements Op {
    static Min from(Attributes attributes) {
        attributes.only();
        return new Min();
    }

    @Override
    public String word() {
        return "min";
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
        return Elementwise.evaluatePair(inputs, Math::min, Math::min);
    }
}
