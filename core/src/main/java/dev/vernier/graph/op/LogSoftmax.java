package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// log(exp(x) / sum(exp(x))) along an axis, which may be negative (ONNX LogSoftmax since opset 13), computed as
/// `x - max(x) - log(sum(exp(x - max(x))))` in float64 and rounded once; the last axis where none is given.
public record LogSoftmax(int axis) implements Op {
    static LogSoftmax from(Attributes attributes) {
        return new LogSoftmax(attributes.only("axis").integer("axis", -1));
    }

    @Override
    public String word() {
        return "log_softmax";
    }

    @Override
    public Attributes attributes() {
        return axis == -1 ? Attributes.NONE : Attributes.NONE.with("axis", axis);
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Operand x = inputs.at(0);
        Require.type("x", x, DType.F32);
        x.shape().axis(axis);
        return List.of(x.type());
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        infer(Operand.of(inputs));
        return List.of(Lines.map(inputs.at(0), axis, LogSoftmax::of));
    }

    private static double[] of(double[] line) {
        double largest = Arrays.stream(line).max().orElse(0);
        double sum = 0;
        for (double x : line) {
            sum += StrictMath.exp(x - largest);
        }
        double log = StrictMath.log(sum);
        return Arrays.stream(line).map(x -> x - largest - log).toArray();
    }
}
