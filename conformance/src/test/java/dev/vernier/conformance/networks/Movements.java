package dev.vernier.conformance.networks;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.*;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Pieces without weights that read one tensor: pools, and what moves values.
final class Movements {
    private Movements() {}

    static void pool(Sketch s) {
        String x = s.image();
        int spatial = s.rank(x) - 2;
        Window window = new Window(s.several(spatial, 1, 2, 2, 3), s.several(spatial, 1, 2, 2, 3),
                Layers.ones(spatial), s.chance(0.5)
                        ? Padding.none(spatial)
                        : new Padding.Explicit(s.several(spatial, 0, 0, 1), s.several(spatial, 0, 0, 1)));
        if (s.chance(0.2)) {
            window = new Window(window.kernel(), window.strides(), s.several(spatial, 1, 2), Padding.none(spatial));
        }
        switch (s.between(0, 6)) {
            case 0, 1, 2 -> s.add(new MaxPool(window, s.chance(0.3) && startsInside(window, s.sizes(x)), false), x);
            case 3, 4 ->
                s.add(new AveragePool(window, s.chance(0.3) && startsInside(window, s.sizes(x)), s.chance(0.3)), x);
            case 5 -> s.add(new GlobalMaxPool(), x);
            default -> s.add(new GlobalAveragePool(), x);
        }
    }

    /// Whether the last window does not start behind the input where sizes are rounded up: ONNX Runtime's shape inference
    /// counts such a window, its kernels do not.
    private static boolean startsInside(Window window, int[] sizes) {
        for (int axis = 0; axis < window.spatialRank(); axis++) {
            int size = sizes[axis + 2];
            int before = window.before(axis, size);
            int rounded = Math.ceilDiv(size + before + window.after(axis, size) - window.extent(axis),
                    window.strides().get(axis));
            if (rounded * window.strides().get(axis) >= size + before) {
                return false;
            }
        }
        return true;
    }

    static void mean(Sketch s) {
        String x = s.image();
        boolean keep = s.chance(0.5);
        long[] axes = s.chance(0.5) || s.rank(x) == 3 ? new long[] {-1} : new long[] {2, 3};
        s.add(new ReduceMean(keep, false), x, s.integers(axes));
    }

    /// Parts with steps, forwards and backwards.
    static void slice(Sketch s) {
        String x = s.pick();
        int[] sizes = s.sizes(x);
        List<Integer> axes = new ArrayList<>();
        for (int axis = 1; axis < sizes.length; axis++) {
            if (s.chance(0.6)) {
                axes.add(axis);
            }
        }
        long[] starts = new long[axes.size()];
        long[] ends = starts.clone();
        long[] steps = starts.clone();
        for (int i = 0; i < starts.length; i++) {
            int size = sizes[axes.get(i)];
            steps[i] = s.oneOf(1, 1, 2, 2, 3, -1, -2);
            starts[i] = steps[i] > 0 ? s.oneOf(0, 0, 1, 2) : s.oneOf(-1, -2);
            ends[i] = steps[i] > 0 ? s.oneOf(size, Integer.MAX_VALUE, -1) : Integer.MIN_VALUE;
        }
        s.add(new Slice(), x, s.integers(starts), s.integers(ends),
                s.integers(axes.stream().mapToLong(Integer::longValue).toArray()), s.integers(steps));
    }

    static void pad(Sketch s) {
        String x = s.pick();
        int rank = s.rank(x);
        long[] pads = new long[2 * rank];
        Pad.Mode mode = s.any(Pad.Mode.CONSTANT, Pad.Mode.CONSTANT, s.any(Pad.Mode.values()));
        for (int axis = 1; axis < rank; axis++) {
            boolean constant = mode == Pad.Mode.CONSTANT;
            int most = Math.min(2, s.sizes(x)[axis] - 1);
            pads[axis] = constant ? s.oneOf(0, 0, 1, 2, -1) : s.between(0, most);
            pads[rank + axis] = constant ? s.oneOf(0, 0, 1, 2, -1) : s.between(0, most);
        }
        if (mode == Pad.Mode.CONSTANT && s.chance(0.4)) {
            s.add(new Pad(mode), x, s.integers(pads), s.scalar(s.any(0f, 0.5f, -0.3f)));
        } else {
            s.add(new Pad(mode), x, s.integers(pads));
        }
    }

    static void transpose(Sketch s) {
        String x = s.pick();
        List<Integer> order = new ArrayList<>();
        for (int axis = 1; axis < s.rank(x); axis++) {
            order.add(axis);
        }
        Collections.shuffle(order, s.random);
        order.addFirst(0);
        s.add(new Transpose(order), x);
    }

    static void reshape(Sketch s) {
        String x = s.pick();
        int[] sizes = s.sizes(x);
        int inner = Shape.of(sizes).count(1, sizes.length);
        switch (s.between(0, 6)) {
            case 0 -> s.add(new Flatten(1), x);
            case 1 -> s.add(new Reshape(false), x, s.integers(0, -1));
            case 2 -> s.add(new Reshape(false), x, s.integers(-1, inner));
            case 3 -> s.add(new Reshape(false), x, s.integers(0, s.oneOf(1, 2, 3, 4, 5), -1));
            case 4 -> s.add(new Reshape(false), x, s.integers(0, s.oneOf(1, 2, 3), s.oneOf(1, 2, 3, 4, 5), -1));
            case 5 -> s.add(new Unsqueeze(), x, s.integers(s.oneOf(1, 2, -1)));
            default -> s.add(new Squeeze(), x, s.integers(s.rank(x) - 1));
        }
    }

    /// A reshape whose shape the graph computes, as exporters write it.
    static void computedShape(Sketch s) {
        String x = s.pick();
        String batch = s.hidden(new Gather(0), s.hidden(new ShapeOf(0, Integer.MAX_VALUE), x), s.integers(0));
        s.add(new Reshape(false), x, s.hidden(new Concat(0), batch, s.integers(-1)));
    }

    /// Blocks of channels exchanged, as ShuffleNet does.
    static void shuffle(Sketch s) {
        String x = s.image();
        int[] sizes = s.sizes(x);
        int groups = s.oneOf(2, 3, 4);
        long[] split = new long[sizes.length + 1];
        long[] back = new long[sizes.length];
        List<Integer> order = new ArrayList<>(List.of(0, 2, 1));
        split[1] = groups;
        split[2] = sizes[1] / groups;
        back[1] = sizes[1];
        for (int axis = 2; axis < sizes.length; axis++) {
            split[axis + 1] = sizes[axis];
            back[axis] = sizes[axis];
            order.add(axis + 1);
        }
        String parts = s.hidden(new Reshape(false), x, s.integers(split));
        s.add(new Reshape(false), s.hidden(new Transpose(order), parts), s.integers(back));
    }

    static void select(Sketch s) {
        String x = s.pick();
        int axis = s.between(1, s.rank(x) - 1);
        int size = s.sizes(x)[axis];
        switch (s.between(0, 3)) {
            case 0 -> s.add(new Gather(axis), x, s.integers(s.between(0, size - 1), -1, 0));
            case 1 -> s.add(new Gather(axis - s.rank(x)), x,
                    s.constant(Tensor.ofI64(Shape.SCALAR, s.between(-size, size - 1))));
            case 2 -> s.add(new Identity(), x);
            default -> s.add(new Dropout(), x);
        }
    }

    static void expand(Sketch s) {
        String x = s.pick(name -> java.util.Arrays.stream(s.sizes(name)).skip(1).anyMatch(size -> size == 1));
        long[] shape = java.util.Arrays.stream(s.sizes(x)).asLongStream().toArray();
        for (int axis = 1; axis < shape.length; axis++) {
            shape[axis] = shape[axis] == 1 ? s.between(1, 4) : shape[axis];
        }
        shape[0] = 1;
        s.add(new Expand(), x, s.integers(shape));
    }

    /// By factors that give whole sizes: ONNX Runtime places samples by the sizes before they are rounded.
    static void resize(Sketch s) {
        String x = s.image();
        int rank = s.rank(x);
        float[] scales = new float[rank];
        java.util.Arrays.fill(scales, 1);
        for (int axis = 2; axis < rank; axis++) {
            scales[axis] = s.sizes(x)[axis] % 2 == 0 ? s.any(2f, 1.5f, 0.5f, 1f) : s.any(2f, 1f, 3f);
        }
        Resize.Coordinates coordinates = s.any(Resize.Coordinates.HALF_PIXEL, Resize.Coordinates.ASYMMETRIC,
                Resize.Coordinates.ALIGN_CORNERS, Resize.Coordinates.PYTORCH_HALF_PIXEL);
        Resize resize =
                new Resize(s.any(Resize.Mode.NEAREST, Resize.Mode.LINEAR), coordinates, s.any(Resize.Rounding.values()),
                        Resize.AspectRatio.STRETCH, List.of(), false, 0, -0.75f);
        s.add(resize, x, "", s.constant(Tensor.of(Shape.of(rank), scales)));
    }

    /// Functions that only float has.
    static void island(Sketch s) {
        String x = s.pick();
        switch (s.between(0, 7)) {
            case 0 -> s.add(new Sigmoid(), x);
            case 1 -> s.add(new Tanh(), x);
            case 2 -> s.add(new HardSwish(), x);
            case 3 -> s.add(new HardSigmoid(0.2f, 0.5f), x);
            case 4 -> s.add(new LeakyRelu(0.1f), x);
            case 5 -> s.add(new Softmax(s.between(1, s.rank(x) - 1)), x);
            case 6 -> s.live().add(Layers.normalized(s, x));
            default -> s.add(new Cast(DType.F32), s.hidden(new Cast(DType.F64), x));
        }
    }

    /// A pool that also says where its values lie.
    static void places(Sketch s) {
        String x = s.image();
        int spatial = s.rank(x) - 2;
        String y = s.fresh("t");
        String indices = s.fresh("i");
        s.add(new Node("", new MaxPool(Window.of(Collections.nCopies(spatial, 2)), false, false), List.of(x),
                List.of(y, indices)));
        s.live().add(y);
    }
}
