package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// `a + b`, broadcasting (ONNX Add); integers wrap.
public record Add() implements Op {
    static Add from(Attributes attributes) {
        attributes.only();
        return new Add();
    }

    @Override
    public String word() {
        return "add";
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
        return Elementwise.evaluatePair(inputs, Double::sum, Long::sum);
    }
}
