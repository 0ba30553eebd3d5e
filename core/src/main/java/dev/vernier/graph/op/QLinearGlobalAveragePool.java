package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/// Mean of codes `x, xScale, xZeroPoint, yScale, yZeroPoint` over all spatial axes, which are kept with size 1
/// (com.microsoft QLinearGlobalAveragePool).
///
/// The sum of `x - xZeroPoint` is an exact integer; the mean `sum * xScale / count` is computed in float64 and rounded
/// to float32 once, then it is quantized by [Codes]. That is dequantize, global average, quantize but for the rounding
/// of each dequantized real, which can move a mean that lies on a tie.
public record QLinearGlobalAveragePool() implements Op {
    static QLinearGlobalAveragePool from(Attributes attributes) {
        attributes.only();
        return new QLinearGlobalAveragePool();
    }

    @Override
    public String word() {
        return "qlinear_global_average_pool";
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
        CodeInputs.check("x", inputs, 0, Optional.empty());
        DType type = CodeInputs.output(inputs, 3, inputs.at(0).dtype());
        return List.of(new TensorType(type, WindowPositions.pooledToOne(inputs.at(0).shape())));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        TensorType type = infer(Operand.of(inputs)).getFirst();
        int[] values = CodeInputs.centered(inputs.at(0), inputs.find(2), 1);
        int[] codes = new int[type.shape().elementCount()];
        int plane = values.length / Math.max(codes.length, 1);
        for (int i = 0; i < codes.length; i++) {
            long sum = 0;
            for (int j = i * plane; j < (i + 1) * plane; j++) {
                sum += values[j];
            }
            codes[i] = code(sum, plane, inputs, type.dtype());
        }
        return List.of(CodeInputs.tensor(type.dtype(), type.shape(), codes));
    }

    /// The code of the mean of `count` codes whose differences to the zero point add up to `sum`.
    static int code(long sum, int count, Inputs<Tensor> inputs, DType type) {
        float mean = (float) ((double) sum * inputs.at(1).floatAt(0) / count);
        return Codes.of(mean, inputs.at(3).floatAt(0), CodeInputs.zeroPoint(inputs, 4), type);
    }
}
