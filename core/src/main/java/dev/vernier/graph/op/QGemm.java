package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// Integer Gemm `a, aScale, aZeroPoint, b, bScale, bZeroPoint, c?, yScale?, yZeroPoint?` (com.microsoft QGemm with
/// alpha 1): int32 sums and bias c; without yScale the result is float32.
public record QGemm(boolean transposeB) implements Op {
    @Override
    public String word() {
        return "qgemm";
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
