package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// `alpha * A' * B' + beta * C` for `a, b, c?` in float32 (ONNX Gemm): a is `[m, k]` and b `[k, n]` after their
/// transpositions, c broadcasts to `[m, n]`. Products are added in the order of k; then come alpha and beta * C.
public record Gemm(float alpha, float beta, boolean transposeA, boolean transposeB) implements Op {
    static Gemm from(Attributes attributes) {
        attributes.only("alpha", "beta", "transpose_a", "transpose_b");
        return new Gemm(
                attributes.number("alpha", 1),
                attributes.number("beta", 1),
                attributes.flag("transpose_a", false),
                attributes.flag("transpose_b", false));
    }

    @Override
    public String word() {
        return "gemm";
    }

    @Override
    public Attributes attributes() {
        Attributes attributes = alpha == 1 ? Attributes.NONE : Attributes.NONE.with("alpha", alpha);
        attributes = beta == 1 ? attributes : attributes.with("beta", beta);
        attributes = transposeA ? attributes.with("transpose_a", true) : attributes;
        return transposeB ? attributes.with("transpose_b", true) : attributes;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Require.type("a", inputs.at(0), DType.F32);
        Require.type("b", inputs.at(1), DType.F32);
        Shape product = matrices(inputs.at(0).shape(), inputs.at(1).shape()).shape();
        inputs.find(2).ifPresent(c -> {
            Require.type("c", c, DType.F32);
            Require.broadcastsTo("c", c, product);
        });
        return List.of(new TensorType(DType.F32, product));
    }

    private Matrices matrices(Shape a, Shape b) {
        return Matrices.ofTwo(a, transposeA, b, transposeB);
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        TensorType type = infer(Operand.of(inputs)).getFirst();
        Tensor a = inputs.at(0);
        Tensor b = inputs.at(1);
        float[] left = transposeA ? Matrices.transposed(a.floats(), a.shape()) : a.floats();
        float[] right = transposeB ? Matrices.transposed(b.floats(), b.shape()) : b.floats();
        float[] values = matrices(a.shape(), b.shape()).product(left, right);
        for (int i = 0; i < values.length; i++) {
            values[i] *= alpha;
        }
        inputs.find(2).ifPresent(c -> {
            float[] addend = c.floats();
            Broadcast.forEach(type.shape(), c.shape(), (place, i, j) -> values[place] += beta * addend[j]);
        });
        return List.of(Tensor.of(type.shape(), values));
    }
}
