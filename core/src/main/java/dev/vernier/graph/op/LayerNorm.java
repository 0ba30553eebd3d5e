package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// `(x - mean) / sqrt(variance + epsilon) * scale + bias` over all axes from `axis` on, for `x, scale, bias?` of float32,
/// scale and bias of shapes that broadcast to those axes (ONNX LayerNormalization), in float64 and rounded once. Second and
/// third output: the mean and `1 / sqrt(variance + epsilon)`, the normalized axes kept with size 1; the mean of nothing is
/// NaN. Mean and variance are those of the elements themselves, the variance divided by their number. The last axis and
/// 1e-5 where none are given.
///
/// @param axis may be negative
public record LayerNorm(int axis, float epsilon) implements Op {
    private static final float EPSILON = 1e-5f;

    public LayerNorm {
        Require.epsilon(epsilon);
    }

    static LayerNorm from(Attributes attributes) {
        attributes.only("axis", "epsilon");
        return new LayerNorm(attributes.integer("axis", -1), attributes.number("epsilon", EPSILON));
    }

    @Override
    public String word() {
        return "layer_norm";
    }

    @Override
    public Attributes attributes() {
        Attributes attributes = axis == -1 ? Attributes.NONE : Attributes.NONE.with("axis", axis);
        return epsilon == EPSILON ? attributes : attributes.with("epsilon", epsilon);
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Operand x = inputs.at(0);
        Require.type("x", x, DType.F32);
        Shape rows = x.shape();
        for (int k = x.shape().axis(axis); k < rows.rank(); k++) {
            rows = rows.with(k, 1);
        }
        Shape row = row(x.shape());
        Require.type("scale", inputs.at(1), DType.F32);
        Require.broadcastsTo("scale", inputs.at(1), row);
        inputs.find(2).ifPresent(bias -> {
            Require.type("bias", bias, DType.F32);
            Require.broadcastsTo("bias", bias, row);
        });
        return List.of(x.type(), x.type().with(rows), x.type().with(rows));
    }

    /// What is normalized together, `[axis, ...]` of x.
    private Shape row(Shape x) {
        int first = x.axis(axis);
        int[] sizes = new int[x.rank() - first];
        System.arraycopy(x.sizes(), first, sizes, 0, sizes.length);
        return Shape.of(sizes);
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        List<TensorType> types = infer(Operand.of(inputs));
        Shape row = row(inputs.at(0).shape());
        int size = row.elementCount();
        float[] values = inputs.at(0).floats();
        float[] scale = spread(inputs.at(1), row);
        float[] bias = inputs.find(2).map(tensor -> spread(tensor, row)).orElseGet(() -> new float[size]);
        float[] means = new float[types.get(1).shape().elementCount()];
        float[] inverses = new float[means.length];
        for (int i = 0; i < means.length; i++) {
            Moments moments = Moments.of(values, i * size, size);
            double inverse = 1 / Math.sqrt(moments.variance() + epsilon);
            means[i] = (float) moments.mean();
            inverses[i] = (float) inverse;
            for (int k = 0; k < size; k++) {
                values[i * size + k] =
                        (float) ((values[i * size + k] - moments.mean()) * inverse * scale[k] + bias[k]);
            }
        }
        return List.of(
                Tensor.of(types.get(0).shape(), values),
                Tensor.of(types.get(1).shape(), means),
                Tensor.of(types.get(2).shape(), inverses));
    }

    private static float[] spread(Tensor tensor, Shape row) {
        float[] values = new float[row.elementCount()];
        Broadcast.forEach(row, tensor.shape(), (place, there, from) -> values[place] = tensor.floatAt(from));
        return values;
    }
}
