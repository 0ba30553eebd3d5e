package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// x where x >= 0, else slope * x, for `x, slope` of float32, the slope of a shape that broadcasts to x's (ONNX PRelu).
public record PRelu() implements Op {
    static PRelu from(Attributes attributes) {
        attributes.only();
        return new PRelu();
    }

    @Override
    public String word() {
        return "prelu";
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
        Operand x = inputs.at(0);
        Require.type("x", x, DType.F32);
        Require.type("slope", inputs.at(1), DType.F32);
        Require.broadcastsTo("slope", inputs.at(1), x.shape());
        return List.of(x.type());
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        infer(Operand.of(inputs));
        return Elementwise.evaluatePair(inputs, (x, slope) -> x < 0 ? x * slope : x, (x, slope) -> x);
    }
}
