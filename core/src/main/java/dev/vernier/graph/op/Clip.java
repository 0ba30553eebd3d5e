package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// min(max(x, low), high) for `x, low?, high?`, the bounds scalars (ONNX Clip). Works on integers as well.
public record Clip() implements Op {
    @Override
    public String word() {
        return "clip";
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
