package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// Integer matrix product `a, aScale, aZeroPoint, b, bScale, bZeroPoint, yScale?, yZeroPoint?` (ONNX QLinearMatMul):
/// exact sums of products of codes minus zero points, requantized as the [Contract] says. One scale and zero point, or one
/// for each row of a and each column of b. Without yScale the result is float32, in units of 1: the sum times
/// `aScale * bScale` (com.microsoft MatMulIntegerToFloat).
///
/// @param contract ONNX stands for ONEDNN as well, as nothing is added
public record QLinearMatMul(Contract contract) implements Op, IntegerProduct {
    public QLinearMatMul {
        if (contract == Contract.ONEDNN) {
            throw new IllegalArgumentException("contract = " + contract + ", needed onnx, tflite or tflite_reference");
        }
    }

    /// As ONNX defines it.
    public QLinearMatMul() {
        this(Contract.ONNX);
    }

    static QLinearMatMul from(Attributes attributes) {
        return new QLinearMatMul(Contract.from(attributes.only("contract")));
    }

    @Override
    public String word() {
        return "qlinear_matmul";
    }

    @Override
    public Attributes attributes() {
        return contract.in(Attributes.NONE);
    }

    @Override
    public boolean isExact() {
        return true;
    }

    /// Whether all sums of a left operand's products fit int32, whatever codes of 8 or 16 bits there are.
    public static boolean sumsFit(Shape left) {
        return CodeInputs.areExactSums(left.size(left.rank() - 1), DType.I16, DType.I16);
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Shape a = inputs.at(0).shape();
        Shape b = inputs.at(3).shape();
        Matrices matrices = Matrices.of(a, b);
        CodeInputs.check("a", inputs, 0, Matrices.rowAxis(a));
        CodeInputs.checkOperand("b", inputs, 3, Matrices.columnAxis(b));
        CodeInputs.requireExactSums(matrices.terms(), inputs.at(0).dtype(), inputs.at(3).dtype());
        CodeInputs.requireWidth(contract, inputs.at(0));
        boolean coded = inputs.has(6);
        return List.of(new TensorType(
                coded ? CodeInputs.output(inputs, 6, inputs.at(0).dtype()) : DType.F32, matrices.shape()));
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
        return CodeInputs.sums(left, a.dtype(), right, b.dtype(), matrices::product);
    }

    /// The result of sums of products.
    Tensor requantized(Inputs<Tensor> inputs, long[] sums) {
        TensorType type = infer(Operand.of(inputs)).getFirst();
        Matrices matrices = Matrices.of(inputs.at(0).shape(), inputs.at(3).shape());
        float[] rowScales = inputs.at(1).floats();
        float[] columnScales = inputs.at(4).floats();
        if (!inputs.has(6)) {
            float[] reals = new float[sums.length];
            for (int i = 0; i < reals.length; i++) {
                reals[i] = sums[i] * Requantize.multiplier(
                        CodeInputs.of(rowScales, i / matrices.columns() % matrices.rows()),
                        CodeInputs.of(columnScales, i % matrices.columns()), 1);
            }
            return Tensor.of(type.shape(), reals);
        }
        int[] codes = new int[sums.length];
        for (int i = 0; i < codes.length; i++) {
            Rescaling rescaling = rescaling(inputs.at(0).dtype(), columnScales.length > 1,
                    CodeInputs.of(rowScales, i / matrices.columns() % matrices.rows()),
                    CodeInputs.of(columnScales, i % matrices.columns()),
                    inputs.at(6).floatAt(0));
            codes[i] = rescaling.code(sums[i], 0, CodeInputs.zeroPoint(inputs, 7), type.dtype());
        }
        return CodeInputs.tensor(type.dtype(), type.shape(), codes);
    }

    /// How the sums of one row and column become codes.
    ///
    /// @param a the type of the left operand's codes
    /// @param perColumn whether b has a scale for each column
    /// @throws IllegalArgumentException where the scales give no finite factor
    public Rescaling rescaling(DType a, boolean perColumn, float aScale, float bScale, float yScale) {
        return contract.rescaling(TfliteKernel.product(contract, a, perColumn), aScale, bScale, yScale);
    }
}
