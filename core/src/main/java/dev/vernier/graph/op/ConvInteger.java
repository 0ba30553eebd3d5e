package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// Convolution of codes into int32 sums: `x, w, xZeroPoint?, wZeroPoint?` (ONNX ConvInteger).
public record ConvInteger(Window window, int groups) implements Op {
    @Override
    public String word() {
        return "conv_integer";
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
