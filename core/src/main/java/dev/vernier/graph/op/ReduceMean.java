package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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
        Attributes attributes = keepAxes ? Attributes.NONE : Attributes.NONE.with("keep_axes", false);
        return noneMeansNone ? attributes.with("none_means_none", true) : attributes;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Operand x = inputs.at(0);
        Require.type("x", x, DType.F32);
        boolean[] reduced = reduced(inputs, x.shape().rank());
        int[] sizes = IntStream.range(0, x.shape().rank())
                .filter(axis -> keepAxes || !reduced[axis])
                .map(axis -> reduced[axis] ? 1 : x.shape().size(axis))
                .toArray();
        return List.of(x.type().with(Shape.of(sizes)));
    }

    private boolean[] reduced(Inputs<Operand> inputs, int rank) {
        long[] given = inputs.has(1) ? Vectors.of(inputs, 1, "axes") : new long[0];
        boolean[] reduced = new boolean[rank];
        for (int axis : Vectors.axes(given, rank)) {
            reduced[axis] = true;
        }
        if (given.length == 0 && !noneMeansNone) {
            Arrays.fill(reduced, true);
        }
        return reduced;
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        Inputs<Operand> operands = Operand.of(inputs);
        TensorType type = infer(operands).getFirst();
        Tensor x = inputs.at(0);
        boolean[] reduced = reduced(operands, x.shape().rank());
        int[] kept = x.shape().sizes();
        for (int axis = 0; axis < kept.length; axis++) {
            kept[axis] = reduced[axis] ? 1 : kept[axis];
        }
        double[] sums = new double[type.shape().elementCount()];
        int[] counts = new int[sums.length];
        float[] values = x.floats();
        Broadcast.forEach(x.shape(), Shape.of(kept), (place, from, to) -> {
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
