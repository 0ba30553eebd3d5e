package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// `alpha * A' * B' + beta * C` for `a, b, c?` (ONNX Gemm); a `[m, k]`, b `[k, n]` after their transpositions, c
/// broadcasts to `[m, n]`.
public record Gemm(float alpha, float beta, boolean transposeA, boolean transposeB) implements Op {
    @Override
    public String word() {
        return "gemm";
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
