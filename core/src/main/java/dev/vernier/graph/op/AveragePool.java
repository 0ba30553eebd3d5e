package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// Mean of each window (ONNX AveragePool).
public record AveragePool(Window window, boolean ceil, boolean countPadding) implements Op {
    @Override
    public String word() {
        return "average_pool";
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
