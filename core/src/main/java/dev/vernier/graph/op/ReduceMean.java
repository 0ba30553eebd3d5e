package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// Mean of float32 over axes, `x, axes?` (ONNX ReduceMean), summed in float64 and rounded once; the mean of nothing is
/// NaN.
///
/// @param keepAxes whether reduced axes stay, with size 1
/// @param noneMeansNone whether no axes at all means x itself, not the mean over all axes
public record ReduceMean(boolean keepAxes, boolean noneMeansNone) implements Op {
    static ReduceMean from(Attributes attributes) {
        attributes.only("keep_axes", "none_means_none");
        return new ReduceMean(attributes.flag("keep_axes", true), attributes.flag("none_means_none", false));
    }

    @Override
    public String word() {
        return "reduce_mean";
    }

    @Override
    public Attributes attributes() {
        return Reduction.attributes(keepAxes, noneMeansNone);
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Operand x = inputs.at(0);
        Require.type("x", x, DType.F32);
        return List.of(x.type().with(Reduction.of(inputs, keepAxes, noneMeansNone).shape()));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        Inputs<Operand> operands = Operand.of(inputs);
        TensorType type = infer(operands).getFirst();
        double[] sums = new double[type.shape().elementCount()];
        int[] counts = new int[sums.length];
        float[] values = inputs.at(0).floats();
        Reduction.of(operands, keepAxes, noneMeansNone).forEach(inputs.at(0).shape(), (from, to) -> {
            sums[to] += values[from];
            counts[to]++;
        });
        float[] means = new float[sums.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = (float) (sums[i] / counts[i]);
        }
        return List.of(Tensor.of(type.shape(), means));
    }
}
