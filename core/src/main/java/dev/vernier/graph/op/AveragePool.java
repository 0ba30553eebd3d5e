package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// Mean of each window (ONNX AveragePool) of float32, summed in float64 in the order of taps and rounded once.
///
/// @param ceil whether a last window that is only partly inside counts
/// @param countPadding whether the padding counts as zeros; what lies beyond it never counts
public record AveragePool(Window window, boolean ceil, boolean countPadding) implements Op {
    public AveragePool {
        window.forPooling();
    }

    static AveragePool from(Attributes attributes) {
        attributes.only(Window.names("ceil", "count_padding"));
        return new AveragePool(
                Window.from(attributes), attributes.flag("ceil", false), attributes.flag("count_padding", false));
    }

    @Override
    public String word() {
        return "average_pool";
    }

    @Override
    public Attributes attributes() {
        Attributes attributes = ceil ? window.attributes().with("ceil", true) : window.attributes();
        return countPadding ? attributes.with("count_padding", true) : attributes;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Operand x = inputs.at(0);
        Require.type("x", x, DType.F32);
        return List.of(x.type().with(WindowPositions.outputShape(window, x.shape(), ceil)));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        TensorType type = infer(Operand.of(inputs)).getFirst();
        Tensor x = inputs.at(0);
        WindowPositions taps = WindowPositions.of(window, x.shape(), ceil);
        int plane = x.shape().count(2, x.shape().rank());
        float[] values = x.floats();
        float[] means = new float[type.shape().elementCount()];
        for (int i = 0; i < means.length; i++) {
            int from = i / taps.outputs() * plane;
            int output = i % taps.outputs();
            double sum = 0;
            for (int source : taps.inside(output).toArray()) {
                sum += values[from + source];
            }
            means[i] = (float) (sum / taps.divisor(output, countPadding));
        }
        return List.of(Tensor.of(type.shape(), means));
    }
}
