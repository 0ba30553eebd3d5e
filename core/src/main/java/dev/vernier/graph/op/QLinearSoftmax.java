package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/// Softmax of codes `x, xScale, xZeroPoint, yScale, yZeroPoint` along an axis, which may be negative, as TensorFlow Lite
/// 2.20 computes it without a delegate: powers from a table, `exp(-xScale * distance)` for each distance from the largest
/// code, added up in float32 in the order of the axis; then `round(power * (1 / (sum * yScale))) + yZeroPoint`, each step
/// rounded to float32, ties away from zero (`SoftmaxImpl` in `optimized_ops.h`). x and y have one type of 8 bits; zero
/// points of uint8 are not added.
public record QLinearSoftmax(int axis) implements Op {
    static QLinearSoftmax from(Attributes attributes) {
        return new QLinearSoftmax(attributes.only("axis").integer("axis", -1));
    }

    @Override
    public String word() {
        return "qlinear_softmax";
    }

    @Override
    public Attributes attributes() {
        return axis == -1 ? Attributes.NONE : Attributes.NONE.with("axis", axis);
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Operand x = inputs.at(0);
        CodeInputs.check("x", inputs, 0, Optional.empty());
        Require.type("x", x, DType.U8, DType.I8);
        x.shape().axis(axis);
        DType type = CodeInputs.output(inputs, 3, x.dtype());
        if (type != x.dtype()) {
            throw new IllegalArgumentException("y of type " + type + ", needed x's, " + x.dtype());
        }
        return List.of(x.type());
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        DType type = infer(Operand.of(inputs)).getFirst().dtype();
        Tensor x = inputs.at(0);
        SoftmaxCodes softmax = new SoftmaxCodes(
                type, inputs.at(1).floatAt(0), inputs.at(3).floatAt(0), CodeInputs.zeroPoint(inputs, 4));
        Lines lines = Lines.of(x.shape(), axis);
        int[] codes = x.ints();
        for (int line = 0; codes.length > 0 && line < lines.count(); line++) {
            softmax.apply(codes, lines.first(line), lines.size(), lines.step());
        }
        return List.of(CodeInputs.tensor(type, x.shape(), codes));
    }
}
