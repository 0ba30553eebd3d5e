package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// Convolution `x, w, b?`: x `[n, c, spatial...]`, w `[m, c / groups, kernel...]`, b `[m]` gives `[n, m, spatial...]`
/// (ONNX Conv), in float32. Each sum begins with the bias; products follow in the order of channels and taps.
public record Conv(Window window, int groups) implements Op {
    public Conv {
        new Convolution(window, groups);
    }

    static Conv from(Attributes attributes) {
        Convolution convolution = Convolution.from(attributes);
        return new Conv(convolution.window(), convolution.groups());
    }

    @Override
    public String word() {
        return "conv";
    }

    @Override
    public Attributes attributes() {
        return new Convolution(window, groups).attributes();
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Require.type("x", inputs.at(0), DType.F32);
        Require.type("w", inputs.at(1), DType.F32);
        Shape weight = inputs.at(1).shape();
        Shape output = new Convolution(window, groups).shape(inputs.at(0).shape(), weight);
        inputs.find(2).ifPresent(bias -> Require.type("b", bias, TensorType.of(DType.F32, weight.size(0))));
        return List.of(new TensorType(DType.F32, output));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        TensorType type = infer(Operand.of(inputs)).getFirst();
        Tensor x = inputs.at(0);
        Tensor w = inputs.at(1);
        float[] bias = inputs.find(2).map(Tensor::floats).orElseGet(() -> new float[w.shape().size(0)]);
        float[] sums = new Convolution(window, groups).sums(x.floats(), x.shape(), w.floats(), w.shape(), bias);
        return List.of(Tensor.of(type.shape(), sums));
    }
}
