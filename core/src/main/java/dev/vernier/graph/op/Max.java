package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// The larger of `a` and `b`, broadcasting (ONNX Max of two); NaN where either is.
public record Max() implements Op {
    static Max from(Attributes attributes) {
        attributes.only();
        return new Max();
    }

    @Override
    public String word() {
        return "max";
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
        return Elementwise.evaluatePair(inputs, Math::max, Math::max);
    }
}
