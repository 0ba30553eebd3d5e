package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// Integer matrix product `a, aScale, aZeroPoint, b, bScale, bZeroPoint, yScale, yZeroPoint` (ONNX QLinearMatMul):
/// exact sums of products of codes minus zero points, requantized by [Requantize]. One scale and zero point, or one for
/// each row of a and each column of b.
public record QLinearMatMul() implements Op, IntegerProduct {
    static QLinearMatMul from(Attributes attributes) {
        attributes.only();
        return new QLinearMatMul();
    }

    @Override
    public String word() {
        return "qlinear_matmul";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Shape a = inputs.at(0).shape();
        Shape b = inputs.at(3).shape();
        Matrices matrices = Matrices.of(a, b);
        CodeInputs.check("a", inputs, 0, Matrices.rowAxis(a));
        CodeInputs.checkWeights("b", inputs, 3, Matrices.columnAxis(b));
        CodeInputs.requireExactSums(matrices.terms(), inputs.at(0).dtype());
        return List.of(new TensorType(CodeInputs.output(inputs, 6, inputs.at(0).dtype()), matrices.shape()));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        return List.of(requantized(inputs, sums(inputs)));
    }

    /// The sums of products.
    long[] sums(Inputs<Tensor> inputs) {
        infer(Operand.of(inputs));
        Tensor a = inputs.at(0);
        Tensor b = inputs.at(3);
        Matrices matrices = Matrices.of(a.shape(), b.shape());
        int[] right = CodeInputs.centered(b, inputs.find(5), Matrices.columnAxis(b.shape()).orElse(0));
        int[] left = CodeInputs.centered(a, inputs.find(2), Matrices.rowAxis(a.shape()).orElse(0));
        return CodeInputs.sums(left, a.dtype(), values -> matrices.product(values, right));
    }

    /// The output's codes of sums of products.
    Tensor requantized(Inputs<Tensor> inputs, long[] sums) {
        TensorType type = infer(Operand.of(inputs)).getFirst();
        Matrices matrices = Matrices.of(inputs.at(0).shape(), inputs.at(3).shape());
        float[] rowScales = inputs.at(1).floats();
        float[] columnScales = inputs.at(4).floats();
        int[] codes = new int[sums.length];
        for (int i = 0; i < codes.length; i++) {
            float multiplier = Requantize.multiplier(
                    CodeInputs.of(rowScales, i / matrices.columns() % matrices.rows()),
                    CodeInputs.of(columnScales, i % matrices.columns()),
                    inputs.at(6).floatAt(0));
            codes[i] = Requantize.code(sums[i] * multiplier, CodeInputs.zeroPoint(inputs, 7), type.dtype());
        }
        return CodeInputs.tensor(type.dtype(), type.shape(), codes);
    }
}
