package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntBinaryOperator;

/// Sum of codes `a, aScale, aZeroPoint, b, bScale, bZeroPoint, yScale, yZeroPoint`, broadcasting (com.microsoft
/// QLinearAdd), in the steps that its [Contract] says, saturated to the output's codes.
public record QLinearAdd(Contract contract) implements Op {
    public QLinearAdd {
        Objects.requireNonNull(contract);
    }

    /// As ONNX Runtime defines it.
    public QLinearAdd() {
        this(Contract.ONNX);
    }

    static QLinearAdd from(Attributes attributes) {
        return new QLinearAdd(Contract.from(attributes.only("contract")));
    }

    /// Whether the contract's quotients of scales keep all of float32's precision.
    public static boolean allows(Contract contract, float aScale, float bScale, float yScale) {
        return contract != Contract.ONEDNN
                || isNormal(bScale / aScale) && isNormal(yScale / aScale) && isNormal(1 / (yScale / aScale));
    }

    private static boolean isNormal(float quotient) {
        return quotient >= Float.MIN_NORMAL && quotient <= Float.MAX_VALUE;
    }

    @Override
    public String word() {
        return "qlinear_add";
    }

    @Override
    public Attributes attributes() {
        return contract.in(Attributes.NONE);
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        CodeInputs.check("a", inputs, 0, Optional.empty());
        CodeInputs.check("b", inputs, 3, Optional.empty());
        CodeInputs.requireWidth(contract, inputs.at(0));
        CodeInputs.requireWidth(contract, inputs.at(3));
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
        IntBinaryOperator sum = switch (contract) {
            case ONNX -> (left, right) -> Codes.of(
                    Codes.real(left, aScale, aZero) + Codes.real(right, bScale, bZero), yScale, yZero, type.dtype());
            case ONEDNN -> (left, right) -> Requantize.code(
                    Math.fma(right - bZero, bScale / aScale, left - aZero) * (1 / (yScale / aScale)), yZero,
                    type.dtype());
            case TFLITE, TFLITE_REFERENCE -> {
                FixedTerms terms = FixedTerms.of(aScale, bScale, yScale);
                yield (left, right) -> terms.sum(left - aZero, right - bZero, yZero, type.dtype());
            }
        };
        int[] codes = new int[type.shape().elementCount()];
        Broadcast.forEach(inputs.at(0).shape(), inputs.at(3).shape(),
                (place, i, j) -> codes[place] = sum.applyAsInt(a[i], b[j]));
        return List.of(CodeInputs.tensor(type.dtype(), type.shape(), codes));
    }
}
