package dev.vernier.graph.op;

import dev.vernier.graph.op.FixedPoint.Rounding;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// Product of codes `a, aScale, aZeroPoint, b, bScale, bZeroPoint, yScale, yZeroPoint`, broadcasting, as TensorFlow Lite 2.20
/// computes it in fixed point (`mul.cc`): `(a - aZeroPoint) * (b - bZeroPoint) * factor + yZeroPoint`, rounded twice, the
/// factor `aScale * bScale / yScale` in float32.
public record QLinearMul() implements Op {
    static QLinearMul from(Attributes attributes) {
        attributes.only();
        return new QLinearMul();
    }

    @Override
    public String word() {
        return "qlinear_mul";
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
        FixedPoint factor = FixedPoint.of(
                inputs.at(1).floatAt(0) * inputs.at(4).floatAt(0) / inputs.at(6).floatAt(0),
                Rounding.TWICE_AWAY_FROM_ZERO);
        int zeroPoint = CodeInputs.zeroPoint(inputs, 7);
        DType type = infer(Operand.of(inputs)).getFirst().dtype();
        return CodePairs.evaluate(inputs, (a, b) -> factor.code(a * b, zeroPoint, type));
    }
}
