package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// `(x - mean) / sqrt(variance + epsilon) * scale + bias` for x `[n, c, spatial...]`, scale `[c]` and bias `[c]` of float32,
/// mean and variance those of each sample's groups of neighbouring channels (ONNX GroupNormalization since opset 21), in
/// float64 and rounded once; epsilon is 1e-5 where none is given.
///
/// @param groups how many; they divide the channels
public record GroupNorm(int groups, float epsilon) implements Op {
    private static final float EPSILON = 1e-5f;

    public GroupNorm {
        if (groups < 1) {
            throw new IllegalArgumentException("groups = " + groups + ", needed at least 1");
        }
        Require.epsilon(epsilon);
    }

    static GroupNorm from(Attributes attributes) {
        attributes.only("groups", "epsilon").needs("groups");
        return new GroupNorm(attributes.integer("groups", 1), attributes.number("epsilon", EPSILON));
    }

    @Override
    public String word() {
        return "group_norm";
    }

    @Override
    public Attributes attributes() {
        Attributes attributes = Attributes.NONE.with("groups", groups);
        return epsilon == EPSILON ? attributes : attributes.with("epsilon", epsilon);
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Operand x = inputs.at(0);
        Require.type("x", x, DType.F32);
        Require.rank("x", x, 2);
        int channels = x.shape().size(1);
        if (channels % groups != 0) {
            throw new IllegalArgumentException(
                    "x of type " + x.type() + ", needed channels that divide into groups = " + groups);
        }
        Require.type("scale", inputs.at(1), TensorType.of(DType.F32, channels));
        Require.type("bias", inputs.at(2), TensorType.of(DType.F32, channels));
        return List.of(x.type());
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        infer(Operand.of(inputs));
        Shape shape = inputs.at(0).shape();
        float[] values = inputs.at(0).floats();
        int channels = shape.size(1);
        int plane = shape.count(2, shape.rank());
        int size = channels / groups * plane;
        for (int from = 0; from < values.length; from += size) {
            Moments moments = Moments.of(values, from, size);
            double deviation = Math.sqrt(moments.variance() + epsilon);
            for (int i = from; i < from + size; i++) {
                int channel = i / plane % channels;
                values[i] = (float) ((values[i] - moments.mean()) / deviation * inputs.at(1).floatAt(channel)
                        + inputs.at(2).floatAt(channel));
            }
        }
        return List.of(Tensor.of(shape, values));
    }
}
