package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
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
        Shape shape = inputs.at(0).shape();
        int along = shape.axis(axis);
        int size = shape.size(along);
        int step = shape.count(along + 1, shape.rank());
        float[] values = inputs.at(0).floats();
        for (int line = 0; line < values.length / Math.max(size, 1); line++) {
            softmax(values, line / step * step * size + line % step, step, size);
        }
        return List.of(Tensor.of(shape, values));
    }

    private static void softmax(float[] values, int from, int step, int size) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            largest = Math.max(largest, values[from + i * step]);
        }
        double[] powers = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            powers[i] = StrictMath.exp(values[from + i * step] - largest);
            sum += powers[i];
        }
        for (int i = 0; i < size; i++) {
            values[from + i * step] = (float) (powers[i] / sum);
        }
    }
}
