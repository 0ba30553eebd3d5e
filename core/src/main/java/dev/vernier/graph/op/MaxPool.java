package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// Largest value in each window (ONNX MaxPool); second output: its flat index, int64. Works on codes as well as on
/// reals.
public record MaxPool(Window window, boolean ceil, boolean columnMajorIndices) implements Op {
    @Override
    public String word() {
        return "max_pool";
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
