package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// Mean of codes `x, xScale, xZeroPoint, yScale, yZeroPoint` over all spatial axes (com.microsoft
/// QLinearGlobalAveragePool).
public record QLinearGlobalAveragePool() implements Op {
    @Override
    public String word() {
        return "qlinear_global_average_pool";
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
