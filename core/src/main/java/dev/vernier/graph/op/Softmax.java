package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// exp(x) / sum(exp(x)) along an axis, which may be negative (ONNX Softmax since opset 13), computed on x - max(x) in
/// float64 and rounded once; the last axis where none is given.
public record Softmax(int axis) implements Op {
    static Softmax from(Attributes attributes) {
        return new Softmax(attributes.only("axis").integer("axis", -1));
    }

    @Override
    public String word() {
        return "softmax";
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
        return List.of(Lines.map(inputs.at(0), axis, Softmax::of));
    }

    private static double[] of(double[] line) {
        double largest = Arrays.stream(line).max().orElse(0);
        double[] powers = Arrays.stream(line).map(x -> StrictMath.exp(x - largest)).toArray();
        double sum = 0;
        for (double power : powers) {
            sum += power;
        }
        for (int i = 0; i < powers.length; i++) {
            powers[i] /= sum;
        }
        return powers;
    }
}
