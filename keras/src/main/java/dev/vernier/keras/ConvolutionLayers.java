package dev.vernier.keras;

import dev.vernier.graph.op.Add;
import dev.vernier.graph.op.Conv;
import dev.vernier.graph.op.ConvTranspose;
import dev.vernier.graph.op.Gemm;
import dev.vernier.graph.op.MatMul;
import dev.vernier.graph.op.Window;
import dev.vernier.tensor.ChannelsLast;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Layers that multiply by a kernel. Kernels of Keras are `[h, w, in, out]`, those of depthwise ones
/// `[h, w, channels, multiplier]`, those of transposed ones `[h, w, out, in]`.
final class ConvolutionLayers {
    private ConvolutionLayers() {}

    /// A layer of these; empty where it is another one.
    static Optional<String> read(LayerCall call) {
        return Optional.ofNullable(switch (call.layer().kind()) {
            case "Conv1D" -> full(call, 1);
            case "Conv2D" -> full(call, 2);
            case "DepthwiseConv1D" -> depthwise(call, 1);
            case "DepthwiseConv2D" -> depthwise(call, 2);
            case "SeparableConv1D" -> separable(call, 1);
            case "SeparableConv2D" -> separable(call, 2);
            case "Conv2DTranspose" -> transposed(call);
            case "Dense" -> dense(call);
            default -> null;
        });
    }

    private static String full(LayerCall call, int spatial) {
        String x = call.x();
        int groups = call.settings().integer("groups", 1);
        int channels = call.channels(x);
        int filters = call.settings().integer("filters");
        if (groups < 1 || channels % groups != 0) {
            throw call.settings().unfit("groups", "a divisor of the " + channels + " channels");
        }
        Windows windows = windows(call, x, spatial);
        Tensor kernel = call.weight("kernel", with(windows.kernel(), channels / groups, filters));
        String first = call.channelsFirst(x);
        String y = convolved(call, first, outputsFirst(kernel), call.bias(filters), new Conv(windows.window(), groups),
                spatial);
        return activated(call, y);
    }

    private static String depthwise(LayerCall call, int spatial) {
        String x = call.x();
        int multiplier = call.settings().integer("depth_multiplier", 1);
        int channels = call.channels(x);
        Windows windows = windows(call, x, spatial);
        Tensor kernel = call.weight("depthwise_kernel", with(windows.kernel(), channels, multiplier));
        String y = convolved(call, call.channelsFirst(x), channelsApart(kernel), call.bias(channels * multiplier),
                new Conv(windows.window(), channels), spatial);
        return activated(call, y);
    }

    private static String separable(LayerCall call, int spatial) {
        String x = call.x();
        int multiplier = call.settings().integer("depth_multiplier", 1);
        int channels = call.channels(x);
        int filters = call.settings().integer("filters");
        Windows windows = windows(call, x, spatial);
        Tensor depthwise = call.weight("depthwise_kernel", with(windows.kernel(), channels, multiplier));
        List<Integer> ones = IntStream.range(0, spatial).mapToObj(axis -> 1).toList();
        Tensor pointwise =
                call.weight("pointwise_kernel", with(ones, Math.multiplyExact(channels, multiplier), filters));
        String apart = call.graph().add(call.inner("depthwise"), new Conv(windows.window(), channels),
                call.channelsFirst(x),
                call.graph().constant(call.inner("depthwise_kernel"), channelsApart(depthwise)));
        String y = convolved(call, apart, outputsFirst(pointwise), call.bias(filters),
                new Conv(Window.of(ones), 1), spatial);
        return activated(call, y);
    }

    /// @return the result with the channels where the graph has them, before the activation
    private static String convolved(LayerCall call, String x, Tensor kernel, Optional<String> bias, Conv op,
            int spatial) {
        String wish = linear(call);
        List<String> inputs = new ArrayList<>(List.of(x, call.graph().constant(call.inner("kernel"), kernel)));
        bias.ifPresent(inputs::add);
        String y = call.graph().add(spatial == 1 ? call.inner("conv") : wish, op, inputs.toArray(String[]::new));
        return call.channelsBack(wish, y);
    }

    /// What the result is called before the activation.
    private static String linear(LayerCall call) {
        return ActivationLayers.isActivated(call) ? call.inner("linear") : call.path();
    }

    private static String activated(LayerCall call, String y) {
        return ActivationLayers.activated(call, call.path(), y);
    }

    private static Windows windows(LayerCall call, String x, int spatial) {
        call.requireChannelsLast();
        call.requireRank(x, spatial + 2);
        return Windows.of(call, x, "kernel_size", spatial);
    }

    private static int[] with(List<Integer> kernel, int... more) {
        return IntStream.concat(kernel.stream().mapToInt(Integer::intValue), IntStream.of(more)).toArray();
    }

    /// `[..., in, out]` as `[out, in, ...]`.
    private static Tensor outputsFirst(Tensor kernel) {
        int spatial = kernel.shape().rank() - 2;
        List<Integer> order = new ArrayList<>(List.of(spatial + 1, spatial));
        IntStream.range(0, spatial).forEach(order::add);
        return ChannelsLast.ordered(kernel, order);
    }

    /// `[..., channels, multiplier]` as `[channels * multiplier, 1, ...]`.
    private static Tensor channelsApart(Tensor kernel) {
        int spatial = kernel.shape().rank() - 2;
        List<Integer> order = new ArrayList<>(List.of(spatial, spatial + 1));
        IntStream.range(0, spatial).forEach(order::add);
        Tensor ordered = ChannelsLast.ordered(kernel, order);
        int[] sizes = ordered.shape().sizes();
        sizes[0] *= sizes[1];
        sizes[1] = 1;
        return ordered.reshaped(Shape.of(sizes));
    }

    /// The gradient of a convolution, as TensorFlow's `conv2d_transpose`.
    private static String transposed(LayerCall call) {
        String x = call.x();
        Settings settings = call.settings();
        call.requireChannelsLast();
        call.requireRank(x, 4);
        settings.requireNone("output_padding");
        if (settings.integers("dilation_rate", 2, 1).stream().anyMatch(rate -> rate != 1)) {
            throw settings.unfit("dilation_rate", "1");
        }
        int filters = settings.integer("filters");
        Windows windows = Windows.transposed(call);
        Tensor kernel = call.weight("kernel", with(windows.kernel(), filters, call.channels(x)));
        List<String> inputs =
                new ArrayList<>(List.of(x, call.graph().constant(call.inner("kernel"), outputsFirst(kernel))));
        call.bias(filters).ifPresent(inputs::add);
        String y = call.graph().add(linear(call),
                new ConvTranspose(windows.window(), 1, windows.more()), inputs.toArray(String[]::new));
        return activated(call, y);
    }

    /// Of the last axis: of images a convolution of single pixels.
    private static String dense(LayerCall call) {
        GraphParts graph = call.graph();
        String x = call.x();
        int units = call.settings().integer("units");
        int channels = call.channels(x);
        Tensor kernel = call.weight("kernel", channels, units);
        Optional<String> bias = call.bias(units);
        if (graph.rank(x) == 4) {
            return activated(call, convolved(call, x, outputsFirst(kernel.reshaped(Shape.of(1, 1, channels, units))),
                    bias, new Conv(Window.of(List.of(1, 1)), 1), 2));
        }
        String weight = graph.constant(call.inner("kernel"), kernel);
        String wish = linear(call);
        if (graph.rank(x) == 2) {
            Gemm gemm = new Gemm(1, 1, false, false);
            return activated(call, bias.isPresent() ? graph.add(wish, gemm, x, weight, bias.get())
                    : graph.add(wish, gemm, x, weight));
        }
        String product = graph.add(bias.isPresent() ? call.inner("product") : wish, new MatMul(), x, weight);
        return activated(call, bias.isPresent() ? graph.add(wish, new Add(), product, bias.get()) : product);
    }
}
