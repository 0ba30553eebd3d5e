package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/// Mean of codes `x, xScale, xZeroPoint, yScale, yZeroPoint` in each window (com.microsoft QLinearAveragePool), as
/// [AveragePool] counts it.
///
/// The sum of `x - xZeroPoint` is an exact integer; the mean `sum * xScale / count` is computed in float64 and rounded
/// to float32 once, then it is quantized by [Codes]. That is dequantize, average, quantize but for the rounding of each
/// dequantized real, which can move a mean that lies on a tie.
///
/// In fixed point it is the mean of the codes themselves, ties away from zero; x and y then share scale and zero point, and
/// padding does not count (TensorFlow Lite 2.20, `pooling.h`).
///
/// @param ceil whether a last window that is only partly inside counts
/// @param countPadding whether the padding counts as zeros; what lies beyond it never counts
/// @param contract how the sum becomes a code; ONNX stands for ONEDNN as well
public record QLinearAveragePool(Window window, boolean ceil, boolean countPadding, Contract contract) implements Op {
    public QLinearAveragePool {
        window.forPooling();
        if (contract == Contract.ONEDNN || contract.isFixedPoint() && countPadding) {
            throw new IllegalArgumentException("contract = " + contract + " with count_padding = " + countPadding
                    + ", needed onnx, or tflite without padding that counts");
        }
    }

    /// As ONNX Runtime defines it.
    public QLinearAveragePool(Window window, boolean ceil, boolean countPadding) {
        this(window, ceil, countPadding, Contract.ONNX);
    }

    static QLinearAveragePool from(Attributes attributes) {
        attributes.only(Window.names("ceil", "count_padding", "contract"));
        return new QLinearAveragePool(Window.from(attributes), attributes.flag("ceil", false),
                attributes.flag("count_padding", false), Contract.from(attributes));
    }

    @Override
    public String word() {
        return "qlinear_average_pool";
    }

    @Override
    public Attributes attributes() {
        Attributes attributes = ceil ? window.attributes().with("ceil", true) : window.attributes();
        return contract.in(countPadding ? attributes.with("count_padding", true) : attributes);
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        CodeInputs.check("x", inputs, 0, Optional.empty());
        DType type = CodeInputs.output(inputs, 3, inputs.at(0).dtype());
        CodeInputs.requireWidth(contract, inputs.at(0));
        return List.of(new TensorType(type, WindowPositions.outputShape(window, inputs.at(0).shape(), ceil)));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        TensorType type = infer(Operand.of(inputs)).getFirst();
        Tensor x = inputs.at(0);
        WindowPositions taps = WindowPositions.of(window, x.shape(), ceil);
        int plane = x.shape().count(2, x.shape().rank());
        boolean codesThemselves = contract.isFixedPoint();
        if (codesThemselves) {
            CodeInputs.requireSameScale(inputs, 1, 3);
        }
        int[] values = codesThemselves ? x.ints() : CodeInputs.centered(x, inputs.find(2), 1);
        int[] codes = new int[type.shape().elementCount()];
        for (int i = 0; i < codes.length; i++) {
            int from = i / taps.outputs() * plane;
            int output = i % taps.outputs();
            long sum = 0;
            for (int source : taps.inside(output).toArray()) {
                sum += values[from + source];
            }
            int count = taps.divisor(output, countPadding);
            codes[i] = codesThemselves
                    ? mean((int) sum, count)
                    : QLinearGlobalAveragePool.code(sum, count, inputs, type.dtype());
        }
        return List.of(CodeInputs.tensor(type.dtype(), type.shape(), codes));
    }

    /// The mean of codes that add up to a sum, ties away from zero.
    public static int mean(int sum, int count) {
        return (sum > 0 ? sum + count / 2 : sum - count / 2) / count;
    }
}
