package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// Integer convolution `x, xScale, xZeroPoint, w, wScale, wZeroPoint, yScale, yZeroPoint, b?` (ONNX QLinearConv):
/// int32 sums and bias, requantized by FLOAT_HALF_EVEN.
public record QLinearConv(Window window, int groups) implements Op {
    @Override
    public String word() {
        return "qlinear_conv";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        throw new IllegalStateException(word());
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        throw new IllegalStateException(word());
    }
}
