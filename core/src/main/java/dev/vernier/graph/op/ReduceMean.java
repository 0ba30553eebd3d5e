package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// Mean over axes: `x, axes?` (ONNX ReduceMean).
public record ReduceMean(boolean keepAxes, boolean noneMeansNone) implements Op {
    @Override
    public String word() {
        return "reduce_mean";
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
