package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// Mean of float32 over all spatial axes, which are kept with size 1 (ONNX GlobalAveragePool), summed in float64 and
/// rounded once.
public record GlobalAveragePool() implements Op {
    static GlobalAveragePool from(Attributes attributes) {
        attributes.only();
        return new GlobalAveragePool();
    }

    @Override
    public String word() {
        return "global_average_pool";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Operand x = inputs.at(0);
        Require.type("x", x, DType.F32);
        return List.of(x.type().with(WindowPositions.pooledToOne(x.shape())));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        TensorType type = infer(Operand.of(inputs)).getFirst();
        float[] values = inputs.at(0).floats();
        float[] means = new float[type.shape().elementCount()];
        int plane = values.length / Math.max(means.length, 1);
        for (int i = 0; i < means.length; i++) {
            double sum = 0;
            for (int j = i * plane; j < (i + 1) * plane; j++) {
                sum += values[j];
            }
            means[i] = (float) (sum / plane);
        }
        return List.of(Tensor.of(type.shape(), means));
    }
}
