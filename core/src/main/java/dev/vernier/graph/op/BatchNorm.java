package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// `(x - mean) / sqrt(variance + epsilon) * scale + bias` per channel (axis 1) for `x, scale, bias, mean, variance`
/// (ONNX BatchNormalization, inference), in float64 and rounded once; epsilon is 1e-5 where none is given.
public record BatchNorm(float epsilon) implements Op {
    private static final float EPSILON = 1e-5f;

    public BatchNorm {
        Require.epsilon(epsilon);
    }

    static BatchNorm from(Attributes attributes) {
        return new BatchNorm(attributes.only("epsilon").number("epsilon", EPSILON));
    }

    @Override
    public String word() {
        return "batch_norm";
    }

    @Override
    public Attributes attributes() {
        return epsilon == EPSILON ? Attributes.NONE : Attributes.NONE.with("epsilon", epsilon);
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Operand x = inputs.at(0);
        Require.type("x", x, DType.F32);
        Require.rank("x", x, 2);
        TensorType needed = TensorType.of(DType.F32, x.shape().size(1));
        Require.type("scale", inputs.at(1), needed);
        Require.type("bias", inputs.at(2), needed);
        Require.type("mean", inputs.at(3), needed);
        Require.type("variance", inputs.at(4), needed);
        return List.of(x.type());
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        infer(Operand.of(inputs));
        Shape shape = inputs.at(0).shape();
        float[] values = inputs.at(0).floats();
        int plane = shape.count(2, shape.rank());
        for (int row = 0; row < shape.size(0) * shape.size(1); row++) {
            int channel = row % shape.size(1);
            double scale = inputs.at(1).floatAt(channel);
            double bias = inputs.at(2).floatAt(channel);
            double mean = inputs.at(3).floatAt(channel);
            double deviation = Math.sqrt((double) inputs.at(4).floatAt(channel) + epsilon);
            for (int i = row * plane; i < (row + 1) * plane; i++) {
                values[i] = (float) ((values[i] - mean) / deviation * scale + bias);
            }
        }
        return List.of(Tensor.of(shape, values));
    }
}
