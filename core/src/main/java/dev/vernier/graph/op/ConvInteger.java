package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/// Convolution of codes into exact int32 sums: `x, w, xZeroPoint?, wZeroPoint?` (ONNX ConvInteger), the weights' zero
/// point one or one for each output channel. Padding holds the zero point.
public record ConvInteger(Window window, int groups) implements Op, IntegerProduct {
    public ConvInteger {
        new Convolution(window, groups);
    }

    static ConvInteger from(Attributes attributes) {
        Convolution convolution = Convolution.from(attributes);
        return new ConvInteger(convolution.window(), convolution.groups());
    }

    @Override
    public String word() {
        return "conv_integer";
    }

    @Override
    public Attributes attributes() {
        return new Convolution(window, groups).attributes();
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        CodeInputs.check("x", inputs.at(0), inputs.find(2), Optional.empty());
        CodeInputs.check("w", inputs.at(1), inputs.find(3), Optional.of(0));
        Shape weight = inputs.at(1).shape();
        Shape output = new Convolution(window, groups).shape(inputs.at(0).shape(), weight);
        CodeInputs.requireExactSums(Convolution.terms(weight));
        return List.of(new TensorType(DType.I32, output));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        return List.of(Tensor.ofI32(infer(Operand.of(inputs)).getFirst().shape(), sums(inputs)));
    }

    int[] sums(Inputs<Tensor> inputs) {
        infer(Operand.of(inputs));
        Tensor x = inputs.at(0);
        Tensor w = inputs.at(1);
        return new Convolution(window, groups).sums(
                CodeInputs.centered(x, inputs.find(2), 1), x.shape(),
                CodeInputs.centered(w, inputs.find(3), 0), w.shape());
    }
}
