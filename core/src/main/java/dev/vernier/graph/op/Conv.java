package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// Convolution `x, w, b?`: x `[n, c, spatial...]`, w `[m, c / groups, kernel...]`, b `[m]` gives `[n, m, spatial...]`
/// (ONNX Conv).
public record Conv(Window window, int groups) implements Op {
    @Override
    public String word() {
        return "conv";
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
