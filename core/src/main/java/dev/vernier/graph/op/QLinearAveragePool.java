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
/// @param ceil whether a last window that is only partly inside counts
/// @param countPadding whether the padding counts as zeros; what lies beyond it never counts
public record QLinearAveragePool(Window window, boolean ceil, boolean countPadding) implements Op {
    public QLinearAveragePool {
        window.forPooling();
    }

    static QLinearAveragePool from(Attributes attributes) {
        attributes.only(Window.names("ceil", "count_padding"));
        return new QLinearAveragePool(
                Window.from(attributes), attributes.flag("ceil", false), attributes.flag("count_padding", false));
    }

    @Override
    public String word() {
        return "qlinear_average_pool";
    }

    @Override
    public Attributes attributes() {
        Attributes attributes = ceil ? window.attributes().with("ceil", true) : window.attributes();
        return countPadding ? attributes.with("count_padding", true) : attributes;
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        CodeInputs.check("x", inputs, 0, Optional.empty());
        DType type = CodeInputs.output(inputs, 3, inputs.at(0).dtype());
        return List.of(new TensorType(type, WindowPositions.outputShape(window, inputs.at(0).shape(), ceil)));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        TensorType type = infer(Operand.of(inputs)).getFirst();
        Tensor x = inputs.at(0);
        WindowPositions taps = WindowPositions.of(window, x.shape(), ceil);
        int plane = x.shape().count(2, x.shape().rank());
        int[] values = CodeInputs.centered(x, inputs.find(2), 1);
        int[] codes = new int[type.shape().elementCount()];
        for (int i = 0; i < codes.length; i++) {
            int from = i / taps.outputs() * plane;
            int output = i % taps.outputs();
            long sum = 0;
            for (int source : taps.inside(output).toArray()) {
                sum += values[from + source];
            }
            codes[i] = QLinearGlobalAveragePool.code(sum, taps.divisor(output, countPadding), inputs, type.dtype());
        }
        return List.of(CodeInputs.tensor(type.dtype(), type.shape(), codes));
    }
}
