package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Integer convolution `x, xScale, xZeroPoint, w, wScale, wZeroPoint, yScale, yZeroPoint, b?` (ONNX QLinearConv): exact
/// sums of products of codes minus zero points, requantized with the int32 bias as the [Contract] says. Weights have one
/// scale and zero point, or one for each output channel; the bias is in units of xScale * wScale. Padding holds the
/// zero point. In fixed point x has 8 bits.
public record QLinearConv(Window window, int groups, Contract contract) implements Op, IntegerProduct {
    public QLinearConv {
        new Convolution(window, groups);
        Objects.requireNonNull(contract);
    }

    /// As ONNX defines it.
    public QLinearConv(Window window, int groups) {
        this(window, groups, Contract.ONNX);
    }

    static QLinearConv from(Attributes attributes) {
        Convolution convolution = Convolution.from(attributes, "contract");
        return new QLinearConv(convolution.window(), convolution.groups(), Contract.from(attributes));
    }

    @Override
    public String word() {
        return "qlinear_conv";
    }

    @Override
    public Attributes attributes() {
        return contract.in(new Convolution(window, groups).attributes());
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        CodeInputs.check("x", inputs, 0, Optional.empty());
        CodeInputs.checkWeights("w", inputs, 3, Optional.of(0));
        Shape weight = inputs.at(3).shape();
        Shape output = new Convolution(window, groups).shape(inputs.at(0).shape(), weight);
        CodeInputs.requireExactSums(Convolution.terms(weight), inputs.at(0).dtype());
        CodeInputs.requireWidth(contract, inputs.at(0));
        inputs.find(8).ifPresent(bias -> Require.type("b", bias, TensorType.of(DType.I32, weight.size(0))));
        return List.of(new TensorType(CodeInputs.output(inputs, 6, inputs.at(0).dtype()), output));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        return List.of(requantized(inputs, sums(inputs)));
    }

    /// How the sums of one output channel become codes.
    ///
    /// @param x the type of the input's codes
    /// @throws IllegalArgumentException where the scales give no finite factor
    public Rescaling rescaling(DType x, float xScale, float wScale, float yScale) {
        return contract.rescaling(TfliteKernel.convolution(contract, x, groups), xScale, wScale, yScale);
    }

    /// The sums of products, without the bias.
    long[] sums(Inputs<Tensor> inputs) {
        infer(Operand.of(inputs));
        Tensor x = inputs.at(0);
        Tensor w = inputs.at(3);
        int[] weights = CodeInputs.centered(w, inputs.find(5), 0);
        return CodeInputs.sums(CodeInputs.centered(x, inputs.find(2), 1), x.dtype(),
                values -> new Convolution(window, groups).sums(values, x.shape(), weights, w.shape()));
    }

    /// The output's codes of sums of products.
    Tensor requantized(Inputs<Tensor> inputs, long[] sums) {
        TensorType type = infer(Operand.of(inputs)).getFirst();
        int[] bias = inputs.find(8).map(Tensor::ints).orElseGet(() -> new int[type.shape().size(1)]);
        float[] weightScales = inputs.at(4).floats();
        int plane = type.shape().count(2, type.shape().rank());
        int[] codes = new int[sums.length];
        for (int row = 0; row < type.shape().size(0) * bias.length; row++) {
            int channel = row % bias.length;
            Rescaling rescaling = rescaling(inputs.at(0).dtype(), inputs.at(1).floatAt(0),
                    CodeInputs.of(weightScales, channel), inputs.at(6).floatAt(0));
            for (int i = row * plane; i < (row + 1) * plane; i++) {
                codes[i] = rescaling.code(sums[i], bias[channel], CodeInputs.zeroPoint(inputs, 7), type.dtype());
            }
        }
        return CodeInputs.tensor(type.dtype(), type.shape(), codes);
    }
}
