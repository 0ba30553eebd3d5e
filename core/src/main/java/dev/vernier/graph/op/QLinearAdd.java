package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/// Sum of codes `a, aScale, aZeroPoint, b, bScale, bZeroPoint, yScale, yZeroPoint`, broadcasting (com.microsoft
/// QLinearAdd): `saturate(rint(((a - aZeroPoint) * aScale + (b - bZeroPoint) * bScale) / yScale) + yZeroPoint)`, each
/// step in float32, which is exactly dequantize, add, quantize.
public record QLinearAdd() implements Op {
    static QLinearAdd from(Attributes attributes) {
        attributes.only();
        return new QLinearAdd();
    }

    @Override
    public String word() {
        return "qlinear_add";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        CodeInputs.check("a", inputs, 0, Optional.empty());
        CodeInputs.check("b", inputs, 3, Optional.empty());
        Shape shape = Shape.broadcast(inputs.at(0).shape(), inputs.at(3).shape());
        return List.of(new TensorType(CodeInputs.output(inputs, 6, inputs.at(0).dtype()), shape));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        TensorType type = infer(Operand.of(inputs)).getFirst();
        int[] a = inputs.at(0).ints();
        int[] b = inputs.at(3).ints();
        float aScale = inputs.at(1).floatAt(0);
        float bScale = inputs.at(4).floatAt(0);
        float yScale = inputs.at(6).floatAt(0);
        int aZero = CodeInputs.zeroPoint(inputs, 2);
        int bZero = CodeInputs.zeroPoint(inputs, 5);
        int yZero = CodeInputs.zeroPoint(inputs, 7);
        int[] codes = new int[type.shape().elementCount()];
        Broadcast.forEach(inputs.at(0).shape(), inputs.at(3).shape(), (place, i, j) -> {
            float sum = Codes.real(a[i], aScale, aZero) + Codes.real(b[j], bScale, bZero);
            codes[place] = Codes.of(sum, yScale, yZero, type.dtype());
        });
        return List.of(CodeInputs.tensor(type.dtype(), type.shape(), codes));
    }
}
