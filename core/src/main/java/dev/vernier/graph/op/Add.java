package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// Broadcasting sum; integers wrap.
public record Add() implements Op {
    @Override
    public String word() {
        return "add";
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
