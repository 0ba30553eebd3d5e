package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.Optional;

/// How ONNX Runtime's kernels for AVX2 round additions and means of 8-bit codes, which is not as ONNX defines it: a few
/// codes of a million are their neighbours, and half of the sums that lie on a tie. All steps are in float32.
///
/// - additions: `rint(fma(a, aScale / yScale, fma(b, bScale / yScale, fixed)))` with
///   `fixed = yZeroPoint - fma(aScale / yScale, aZeroPoint, bScale / yScale * bZeroPoint)`
/// - global means of n codes: `rint((sum - n * xZeroPoint) * (xScale / (yScale * n))) + yZeroPoint`
final class OnnxRuntimeRounding {
    private OnnxRuntimeRounding() {}

    /// The output of an operator that rounds so; empty for all others.
    ///
    /// @throws IllegalArgumentException where the inputs do not fit the operator
    static Optional<Tensor> of(Op op, Inputs<Tensor> inputs) {
        return switch (op) {
            case QLinearAdd add when isByte(inputs) -> Optional.of(sum(add, inputs));
            case QLinearGlobalAveragePool mean when isByte(inputs) -> Optional.of(mean(mean, inputs));
            default -> Optional.empty();
        };
    }

    private static boolean isByte(Inputs<Tensor> inputs) {
        return inputs.at(0).dtype().byteSize() == 1;
    }

    private static Tensor sum(QLinearAdd add, Inputs<Tensor> inputs) {
        TensorType type = add.infer(Operand.of(inputs)).getFirst();
        int[] a = inputs.at(0).ints();
        int[] b = inputs.at(3).ints();
        float aRatio = inputs.at(1).floatAt(0) / inputs.at(6).floatAt(0);
        float bRatio = inputs.at(4).floatAt(0) / inputs.at(6).floatAt(0);
        float fixed = CodeInputs.zeroPoint(inputs, 7)
                - Math.fma(aRatio, CodeInputs.zeroPoint(inputs, 2), bRatio * CodeInputs.zeroPoint(inputs, 5));
        int[] codes = new int[type.shape().elementCount()];
        Broadcast.forEach(inputs.at(0).shape(), inputs.at(3).shape(), (place, i, j) -> {
            codes[place] = Requantize.code(Math.fma(a[i], aRatio, Math.fma(b[j], bRatio, fixed)), 0, type.dtype());
        });
        return CodeInputs.tensor(type.dtype(), type.shape(), codes);
    }

    private static Tensor mean(QLinearGlobalAveragePool mean, Inputs<Tensor> inputs) {
        TensorType type = mean.infer(Operand.of(inputs)).getFirst();
        int[] values = CodeInputs.centered(inputs.at(0), inputs.find(2), 1);
        int[] codes = new int[type.shape().elementCount()];
        int plane = values.length / Math.max(codes.length, 1);
        float multiplier = inputs.at(1).floatAt(0) / (inputs.at(3).floatAt(0) * plane);
        DType dtype = type.dtype();
        for (int i = 0; i < codes.length; i++) {
            int sum = 0;
            for (int j = i * plane; j < (i + 1) * plane; j++) {
                sum += values[j];
            }
            codes[i] = Requantize.code(sum * multiplier, CodeInputs.zeroPoint(inputs, 4), dtype);
        }
        return CodeInputs.tensor(dtype, type.shape(), codes);
    }
}
