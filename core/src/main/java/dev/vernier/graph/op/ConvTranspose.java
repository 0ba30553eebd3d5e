package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Transposed convolution `x, w, b?`: x `[n, c, spatial...]`, w `[c, m / groups, kernel...]`, b `[m]` gives
/// `[n, m, spatial...]` (ONNX ConvTranspose), in float64 and rounded once. The output is the input that a convolution with
/// this window would read to make x: each element of x is spread over its window times the weights, and what falls into the
/// padding is dropped. A spatial axis of `k` positions becomes one of
/// `stride * (k - 1) + extent + outputPadding - before - after`.
///
/// @param window with explicit padding
/// @param outputPadding how many positions are added behind the last window along each spatial axis, below its stride
public record ConvTranspose(Window window, int groups, List<Integer> outputPadding) implements Op {
    public ConvTranspose {
        new Convolution(window, groups);
        outputPadding = List.copyOf(outputPadding);
        if (!(window.padding() instanceof Padding.Explicit)) {
            throw new IllegalArgumentException("padding = same, needed amounts");
        }
        boolean fits = outputPadding.size() == window.spatialRank();
        for (int axis = 0; fits && axis < outputPadding.size(); axis++) {
            fits = outputPadding.get(axis) >= 0 && outputPadding.get(axis) < window.strides().get(axis);
        }
        if (!fits) {
            throw new IllegalArgumentException("output padding " + outputPadding + " with stride " + window.strides()
                    + ", needed one size from 0 to below the stride for each axis");
        }
    }

    static ConvTranspose from(Attributes attributes) {
        Convolution convolution = Convolution.from(attributes, "output_padding");
        return new ConvTranspose(convolution.window(), convolution.groups(),
                attributes.integers("output_padding", none(convolution.window())));
    }

    private static List<Integer> none(Window window) {
        return Collections.nCopies(window.spatialRank(), 0);
    }

    @Override
    public String word() {
        return "conv_transpose";
    }

    @Override
    public Attributes attributes() {
        Attributes attributes = new Convolution(window, groups).attributes();
        return outputPadding.equals(none(window)) ? attributes : attributes.with("output_padding", outputPadding);
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Require.type("x", inputs.at(0), DType.F32);
        Require.type("w", inputs.at(1), DType.F32);
        Shape x = inputs.at(0).shape();
        Shape w = inputs.at(1).shape();
        requireFit(x, w);
        long[] sizes = new long[x.rank()];
        sizes[0] = x.size(0);
        sizes[1] = (long) w.size(1) * groups;
        for (int axis = 0; axis < window.spatialRank(); axis++) {
            int positions = x.size(axis + 2);
            sizes[axis + 2] = (long) window.strides().get(axis) * (positions - 1) + window.extent(axis)
                    + outputPadding.get(axis) - window.before(axis, positions) - window.after(axis, positions);
        }
        Shape shape = Shape.of(sizes);
        inputs.find(2).ifPresent(bias -> Require.type("b", bias, TensorType.of(DType.F32, shape.size(1))));
        return List.of(inputs.at(0).type().with(shape));
    }

    private void requireFit(Shape x, Shape w) {
        int rank = window.spatialRank() + 2;
        if (x.rank() != rank || x.count(2, rank) == 0) {
            throw new IllegalArgumentException(
                    "input " + x + " with kernel " + window.kernel() + ", needed rank " + rank + " and positions");
        }
        boolean fits = w.rank() == rank && w.size(0) == x.size(1) && w.size(0) % groups == 0;
        for (int axis = 0; fits && axis < window.spatialRank(); axis++) {
            fits = w.size(axis + 2) == window.kernel().get(axis);
        }
        if (!fits) {
            throw new IllegalArgumentException("weight " + w + " on input " + x + " with groups = " + groups
                    + ", needed the input's channels, which divide into groups, and kernel " + window.kernel());
        }
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        TensorType type = infer(Operand.of(inputs)).getFirst();
        Shape shape = type.shape();
        float[] values = new float[Require.bytes(type) / Float.BYTES];
        Shape xShape = inputs.at(0).shape();
        float[] x = inputs.at(0).floats();
        float[] w = inputs.at(1).floats();
        int channels = shape.size(1);
        float[] bias = inputs.find(2).map(Tensor::floats).orElseGet(() -> new float[channels]);
        WindowPositions taps = WindowPositions.of(window, shape, false);
        double[] sums = new double[shape.count(2, shape.rank())];
        int perGroup = channels / groups;
        int read = xShape.size(1) / groups;
        for (int plane = 0; plane < shape.count(0, 2); plane++) {
            int channel = plane % channels;
            int group = channel / perGroup;
            Arrays.fill(sums, bias[channel]);
            for (int c = group * read; c < (group + 1) * read; c++) {
                int from = (plane / channels * xShape.size(1) + c) * taps.outputs();
                spread(x, from, w, (c * perGroup + channel % perGroup) * taps.count(), taps, sums);
            }
            for (int i = 0; i < sums.length; i++) {
                values[plane * sums.length + i] = (float) sums[i];
            }
        }
        return List.of(Tensor.of(shape, values));
    }

    /// Adds one channel's elements times one kernel.
    private static void spread(float[] x, int from, float[] w, int kernel, WindowPositions taps, double[] sums) {
        for (int tap = 0; tap < taps.count(); tap++) {
            for (int position = 0; position < taps.outputs(); position++) {
                int place = taps.source(tap, position);
                if (place >= 0) {
                    sums[place] += (double) x[from + position] * w[kernel + tap];
                }
            }
        }
    }
}
