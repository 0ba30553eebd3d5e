package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// Mean of codes `x, xScale, xZeroPoint, yScale, yZeroPoint` in each window (com.microsoft QLinearAveragePool):
/// integer sums, requantized.
public record QLinearAveragePool(Window window, boolean ceil, boolean countPadding) implements Op {
    @Override
    public String word() {
        return "qlinear_average_pool";
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
