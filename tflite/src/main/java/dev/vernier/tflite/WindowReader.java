package dev.vernier.tflite;

import dev.vernier.graph.op.AveragePool;
import dev.vernier.graph.op.Conv;
import dev.vernier.graph.op.ConvTranspose;
import dev.vernier.graph.op.MaxPool;
import dev.vernier.graph.op.Padding;
import dev.vernier.graph.op.Window;
import dev.vernier.tensor.ChannelsLast;
import dev.vernier.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.Conv2DOptions;
import org.tensorflow.lite.schema.DepthwiseConv2DOptions;
import org.tensorflow.lite.schema.Pool2DOptions;
import org.tensorflow.lite.schema.TransposeConvOptions;

/// Convolutions and pooling.
final class WindowReader {
    /// Weights `[1, h, w, channels]` as `[channels, 1, h, w]`, and `[out, h, w, in]` as `[in, out, h, w]`.
    private static final List<Integer> LAST_FIRST = List.of(3, 0, 1, 2);

    private static final List<Integer> ONES = List.of(1, 1);

    private final Draft draft;

    WindowReader(Draft draft) {
        this.draft = draft;
    }

    void convolution(StoredOperator node) {
        Conv2DOptions options = node.options(BuiltinOptions.Conv2DOptions, new Conv2DOptions());
        Shape weight = images(node, 1);
        int channels = images(node, 0).size(3);
        if (weight.size(3) == 0 || channels % weight.size(3) != 0) {
            throw new IllegalArgumentException(
                    "weights " + weight + " of " + channels + " channels, needed a divisor of them last");
        }
        Window window = window(weight.size(1), weight.size(2), List.of(options.strideH(), options.strideW()),
                List.of(options.dilationHFactor(), options.dilationWFactor()), options.padding());
        make(node, new Conv(window, channels / weight.size(3)), ChannelsLast.TO_GRAPH,
                options.fusedActivationFunction());
    }

    void depthwise(StoredOperator node) {
        DepthwiseConv2DOptions options =
                node.options(BuiltinOptions.DepthwiseConv2DOptions, new DepthwiseConv2DOptions());
        Shape weight = images(node, 1);
        Window window = window(weight.size(1), weight.size(2), List.of(options.strideH(), options.strideW()),
                List.of(options.dilationHFactor(), options.dilationWFactor()), options.padding());
        make(node, new Conv(window, images(node, 0).size(3)), LAST_FIRST, options.fusedActivationFunction());
    }

    private void make(StoredOperator node, Conv conv, List<Integer> order, byte function) {
        Layers layers = new Layers(draft);
        String x = draft.inGraph(node.input(0));
        String w = draft.constant(node.input(1), order);
        Fused.make(draft, node.output(), function, conv, node.has(2)
                ? new String[] {x, w, layers.bias(node.input(2), node.input(0), node.input(1))}
                : new String[] {x, w});
    }

    /// The transposed convolution: its window is the one that would read the output to make the input.
    void transposed(StoredOperator node) {
        TransposeConvOptions options =
                node.options(BuiltinOptions.TransposeConvOptions, new TransposeConvOptions());
        Shape weight = images(node, 1);
        Shape x = images(node, 2);
        Shape y = draft.tensor(node.output()).shape();
        List<Integer> strides = List.of(options.strideH(), options.strideW());
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        List<Integer> beyond = new ArrayList<>();
        for (int axis = 0; axis < 2; axis++) {
            int excess = strides.get(axis) * (x.size(axis + 1) - 1) + weight.size(axis + 1) - y.size(axis + 1);
            before.add(Math.max(0, excess) / 2);
            after.add(Math.max(0, excess) - Math.max(0, excess) / 2);
            beyond.add(Math.max(0, -excess));
        }
        Window window = new Window(List.of(weight.size(1), weight.size(2)), strides, ONES,
                new Padding.Explicit(before, after));
        String from = draft.inGraph(node.input(2));
        String w = draft.constant(node.input(1), LAST_FIRST);
        Fused.make(draft, node.output(), options.fusedActivationFunction(),
                new ConvTranspose(window, 1, beyond), node.has(3)
                        ? new String[] {from, w,
                            new Layers(draft).bias(node.input(3), node.input(2), node.input(1))}
                        : new String[] {from, w});
    }

    void averagePool(StoredOperator node) {
        Pool2DOptions options = pool(node);
        Fused.make(draft, node.output(), options.fusedActivationFunction(),
                new AveragePool(window(options), false, false), draft.inGraph(node.input(0)));
    }

    void maxPool(StoredOperator node) {
        Pool2DOptions options = pool(node);
        Fused.make(draft, node.output(), options.fusedActivationFunction(),
                new MaxPool(window(options), false, false), draft.inGraph(node.input(0)));
    }

    private Pool2DOptions pool(StoredOperator node) {
        images(node, 0);
        return node.options(BuiltinOptions.Pool2DOptions, new Pool2DOptions());
    }

    private static Window window(Pool2DOptions options) {
        return window(options.filterHeight(), options.filterWidth(),
                List.of(options.strideH(), options.strideW()), ONES, options.padding());
    }

    private static Window window(int height, int width, List<Integer> strides, List<Integer> dilations, byte padding) {
        Padding edges = switch (padding) {
            case org.tensorflow.lite.schema.Padding.SAME -> new Padding.Same(true);
            case org.tensorflow.lite.schema.Padding.VALID -> Padding.none(2);
            default -> throw new IllegalArgumentException("padding " + padding + ", needed SAME or VALID");
        };
        return new Window(List.of(height, width), strides, dilations, edges);
    }

    private Shape images(StoredOperator node, int input) {
        Shape shape = draft.tensor(node.input(input)).shape();
        if (shape.rank() != 4) {
            throw new IllegalArgumentException("input " + input + " is " + shape + ", needed four axes");
        }
        return shape;
    }
}
