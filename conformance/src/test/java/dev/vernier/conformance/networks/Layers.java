package dev.vernier.conformance.networks;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.*;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Pieces with weights, and what stands right behind them.
final class Layers {
    private Layers() {}

    static void convolution(Sketch s) {
        activation(s, convolve(s, s.image()));
    }

    /// A convolution alone; its output is hidden.
    static String convolve(Sketch s, String x) {
        int channels = s.sizes(x)[1];
        int spatial = s.rank(x) - 2;
        int groups = 1;
        int out = s.oneOf(1, 2, 3, 4, 5, 7, 8, 12, 16, 17, 33);
        if (s.chance(0.25)) {
            groups = channels;
            out = channels * s.oneOf(1, 1, 1, 2, 3);
        } else if (s.chance(0.15)) {
            groups = channels % 3 == 0 ? 3 : channels % 2 == 0 ? 2 : 1;
            out = groups * s.between(1, 5);
        }
        Window window = s.chance(0.25)
                ? new Window(Collections.nCopies(spatial, 1), s.several(spatial, 1, 1, 1, 2), ones(spatial),
                        Padding.none(spatial))
                : window(s, spatial);
        return convolve(s, x, window, groups, out);
    }

    static String convolve(Sketch s, String x, Window window, int groups, int out) {
        List<Integer> sizes = new ArrayList<>(List.of(out, s.sizes(x)[1] / groups));
        sizes.addAll(window.kernel());
        int[] shape = sizes.stream().mapToInt(Integer::intValue).toArray();
        String w = weights(s, shape, Shape.of(shape).count(1, shape.length));
        String y = s.chance(0.7)
                ? s.hidden(new Conv(window, groups), x, w, bias(s, out))
                : s.hidden(new Conv(window, groups), x, w);
        return s.chance(0.2) ? normalized(s, y) : y;
    }

    static List<Integer> ones(int count) {
        return Collections.nCopies(count, 1);
    }

    /// ONNX Runtime has no dilations together with padding that is said by a word.
    static Window window(Sketch s, int spatial) {
        List<Integer> kernel = s.several(spatial, 1, 2, 3, 3, 3, 4);
        List<Integer> strides = s.several(spatial, 1, 1, 1, 2, 2, 3);
        if (s.chance(0.1)) {
            return new Window(kernel, strides, ones(spatial), new Padding.Same(s.chance(0.5)));
        }
        Padding padding = s.chance(0.5)
                ? new Padding.Explicit(ones(spatial), ones(spatial))
                : new Padding.Explicit(s.several(spatial, 0, 0, 1, 2), s.several(spatial, 0, 0, 1, 2));
        return new Window(kernel, strides, s.several(spatial, 1, 1, 1, 1, 2), padding);
    }

    /// Weights that keep activations about as large as they are; now and then some of an earlier layer, a channel of zeros
    /// or one of outliers.
    private static String weights(Sketch s, int[] shape, int terms) {
        Tensor drawn = s.normal(1.2f / (float) Math.sqrt(terms), shape);
        float[] values = drawn.floats();
        int inChannel = values.length / shape[0];
        if (s.chance(0.1)) {
            float factor = s.any(0f, 1e-7f, 5f, 20f);
            for (int i = 0; i < inChannel; i++) {
                values[i] *= factor;
            }
        }
        if (s.chance(0.05)) {
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.abs(values[i]);
            }
        }
        Tensor value = Tensor.of(drawn.shape(), values);
        return s.chance(0.05) ? sharedLike(s, value) : s.constant(value);
    }

    /// An earlier constant of the same shape, or else this one.
    private static String sharedLike(Sketch s, Tensor value) {
        return s.nodes().stream()
                .filter(node -> node.op() instanceof Conv)
                .map(node -> node.input(1))
                .filter(name -> s.value(name) != null && s.value(name).shape().equals(value.shape()))
                .findFirst().orElseGet(() -> s.constant(value));
    }

    static String bias(Sketch s, int channels) {
        return s.reals(s.any(0.3f, 0.3f, 0.3f, 3f, 0f), channels);
    }

    static String normalized(Sketch s, String x) {
        int channels = s.sizes(x)[1];
        float[] variances = new float[channels];
        for (int i = 0; i < channels; i++) {
            variances[i] = 0.3f + s.random.nextFloat();
        }
        return s.hidden(new BatchNorm(s.any(1e-5f, 1e-3f)), x, s.reals(0.8f, channels), s.reals(0.2f, channels),
                s.reals(0.2f, channels), s.constant(Tensor.of(Shape.of(channels), variances)));
    }

    /// What stands behind a layer: its end is live.
    static String activation(Sketch s, String x) {
        return switch (s.between(0, 17)) {
            case 0, 1, 2, 3 -> s.add(new Relu(), x);
            case 4, 5 -> s.add(new Clip(), x, s.scalar(0), s.scalar(s.any(6f, 1f, 0.7f)));
            case 6 -> s.add(new Clip(), x, s.scalar(s.any(-1f, -0.25f, 0.1f)), s.scalar(s.any(0.3f, 2f)));
            case 7 -> s.add(new Clip(), x, s.scalar(-0.2f));
            case 8 -> s.add(new Clip(), x, "", s.scalar(0.5f));
            case 9 -> s.add(new LeakyRelu(s.any(0.01f, 0.1f, 0.3f)), x);
            case 10 -> s.add(new Sigmoid(), x);
            case 11 -> s.add(new Tanh(), x);
            case 12 -> s.add(new HardSigmoid(s.any(0.2f, 1 / 6f), 0.5f), x);
            case 13 -> s.add(new HardSwish(), x);
            case 14 -> s.add(new Mul(), x, s.hidden(new Sigmoid(), x));
            default -> s.add(new Identity(), x);
        };
    }

    /// A flattened head of one to three linear layers.
    static void head(Sketch s) {
        String x = s.pick();
        if (s.rank(x) > 2) {
            String pooled = s.rank(x) > 2 && s.chance(0.5) ? s.hidden(new GlobalAveragePool(), x) : x;
            x = s.hidden(new Flatten(1), pooled);
        }
        for (int left = s.between(1, 3); left > 0; left--) {
            x = activation(s, linear(s, x, s.oneOf(1, 3, 8, 10, 17)));
        }
    }

    private static String linear(Sketch s, String x, int out) {
        int in = s.sizes(x)[1];
        float deviation = 1.2f / (float) Math.sqrt(in);
        if (s.chance(0.3)) {
            String y = s.hidden(new MatMul(), x, s.reals(deviation, in, out));
            return s.chance(0.5) ? s.hidden(new Add(), y, bias(s, out)) : y;
        }
        boolean transposed = s.chance(0.6);
        Gemm gemm = new Gemm(s.any(1f, 1f, 1f, 0.5f), s.any(1f, 1f, 1f, 2f), false, transposed);
        String w = transposed ? s.reals(deviation, out, in) : s.reals(deviation, in, out);
        return s.chance(0.7) ? s.hidden(gemm, x, w, bias(s, out)) : s.hidden(gemm, x, w);
    }

    /// A linear layer on the last axis of something that is no matrix.
    static void tokens(Sketch s) {
        activation(s, projected(s, s.image(), s.oneOf(1, 4, 7, 16)));
    }

    /// The last axis multiplied with a matrix, now and then with a bias.
    static String projected(Sketch s, String x, int width) {
        int in = s.sizes(x)[s.rank(x) - 1];
        String y = s.hidden(new MatMul(), x, s.reals(1.2f / (float) Math.sqrt(in), in, width));
        return s.chance(0.3) ? s.hidden(new Add(), y, bias(s, width)) : y;
    }

    /// Integer operators that stand in the float graph already, as dynamically quantized files have them.
    static void integers(Sketch s) {
        String x = s.image();
        int channels = s.sizes(x)[1];
        float scale = s.any(0.02f, 0.01f);
        String step = s.scalar(scale);
        String zero = s.constant(Tensor.ofLongs(DType.U8, Shape.SCALAR, s.oneOf(0, 100, 128)));
        String codes = s.hidden(Quantize.perTensor(DType.U8), x, step, zero);
        int out = s.oneOf(1, 3, 8);
        List<Integer> sizes = new ArrayList<>(List.of(out, channels));
        Window window = window(s, s.rank(x) - 2);
        sizes.addAll(window.kernel());
        String w = codes(s, sizes.stream().mapToInt(Integer::intValue).toArray());
        String sums = s.hidden(new ConvInteger(window, 1), codes, w, zero);
        s.add(new Mul(), s.hidden(new Cast(DType.F32), sums), s.scalar(scale * 0.01f));
    }

    /// Weights of 8 or 7 bits.
    private static String codes(Sketch s, int... sizes) {
        Shape shape = Shape.of(sizes);
        int bound = s.oneOf(128, 64);
        return s.constant(
                Tensor.ofLongs(DType.I8, shape, s.random.longs(shape.elementCount(), -bound, bound).toArray()));
    }

    /// The same with a matrix.
    static void integerMatrix(Sketch s) {
        String x = s.pick(name -> s.rank(name) == 2);
        int in = s.sizes(x)[1];
        String zero = s.constant(Tensor.ofLongs(DType.U8, Shape.SCALAR, 117));
        String codes = s.hidden(Quantize.perTensor(DType.U8), x, s.scalar(0.015f), zero);
        int out = s.oneOf(1, 5, 16);
        String w = codes(s, in, out);
        String sums = s.hidden(new MatMulInteger(), codes, w, zero);
        s.add(new Mul(), s.hidden(new Cast(DType.F32), sums), s.scalar(1e-4f));
    }

    /// Codes whose scale the samples give: results depend on what runs together. Such codes are of the input alone, since
    /// nothing is known of those of a float sum.
    static void dynamic(Sketch s) {
        String x = s.hidden(new Flatten(1), "x0");
        int in = s.sizes(x)[1];
        String codes = s.fresh("d");
        String scale = s.fresh("d");
        String zero = s.fresh("d");
        s.add(new Node("", new DynamicQuantize(), List.of(x), List.of(codes, scale, zero)));
        String w = codes(s, in, 6);
        String sums = s.hidden(new MatMulInteger(), codes, w, zero);
        String product = s.hidden(new Mul(), s.hidden(new Cast(DType.F32), sums), scale);
        s.add(new Mul(), product, s.scalar(0.01f));
    }
}
