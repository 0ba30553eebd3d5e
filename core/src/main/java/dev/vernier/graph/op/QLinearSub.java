package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// Difference of codes `a, aScale, aZeroPoint, b, bScale, bZeroPoint, yScale, yZeroPoint`, broadcasting, as TensorFlow Lite
/// 2.20 computes it in [FixedTerms].
public record QLinearSub() implements Op {
    static QLinearSub from(Attributes attributes) {
        attributes.only();
        return new QLinearSub();
    }

    @Override
    public String word() {
        return "qlinear_sub";
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
        return CodePairs.infer(inputs);
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        FixedTerms terms = FixedTerms.of(
                inputs.at(1).floatAt(0), inputs.at(4).floatAt(0), inputs.at(6).floatAt(0));
        int zeroPoint = CodeInputs.zeroPoint(inputs, 7);
        DType type = infer(Operand.of(inputs)).getFirst().dtype();
        return CodePairs.evaluate(inputs, (a, b) -> terms.difference(a, b, zeroPoint, type));
    }
}
