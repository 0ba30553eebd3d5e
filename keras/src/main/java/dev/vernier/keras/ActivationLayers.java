package dev.vernier.keras;

import dev.vernier.graph.op.Clip;
import dev.vernier.graph.op.Elu;
import dev.vernier.graph.op.Exp;
import dev.vernier.graph.op.Gelu;
import dev.vernier.graph.op.HardSigmoid;
import dev.vernier.graph.op.HardSwish;
import dev.vernier.graph.op.LeakyRelu;
import dev.vernier.graph.op.LogSoftmax;
import dev.vernier.graph.op.Mul;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.PRelu;
import dev.vernier.graph.op.Pointwise;
import dev.vernier.graph.op.Relu;
import dev.vernier.graph.op.Sigmoid;
import dev.vernier.graph.op.Softmax;
import dev.vernier.graph.op.Sub;
import dev.vernier.graph.op.Tanh;
import dev.vernier.graph.op.ThresholdedRelu;
import dev.vernier.tensor.ChannelsLast;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Functions of each element, and of an axis: layers of their own, and the `activation` of others.
final class ActivationLayers {
    private static final float SELU_ALPHA = 1.6732632423543772f;
    private static final float SELU_SCALE = 1.0507009873554805f;

    private ActivationLayers() {}

    /// A layer that is nothing else; empty where it is another one.
    static Optional<String> read(LayerCall call) {
        Settings settings = call.settings();
        return Optional.ofNullable(switch (call.layer().kind()) {
            case "Activation" -> activated(call, call.path(), call.x());
            case "ReLU" -> relu(call, call.path(), call.x(), settings);
            case "LeakyReLU" -> leaky(call, call.path(), call.x(), settings);
            case "ELU" -> call.graph().add(call.path(), new Elu(settings.number("alpha", 1)), call.x());
            case "ThresholdedReLU" ->
                call.graph().add(call.path(), new ThresholdedRelu(settings.number("theta", 1)), call.x());
            case "Softmax" -> call.graph().add(call.path(), new Softmax(call.axisInGraph(call.x())), call.x());
            case "PReLU" -> prelu(call);
            default -> null;
        });
    }

    /// Whether the layer's `activation` changes anything.
    static boolean isActivated(LayerCall call) {
        Settings settings = call.settings();
        return settings.has("activation") && !(settings.at("activation").isString()
                && settings.text("activation").equals("linear"));
    }

    /// What a layer's `activation` makes of x.
    ///
    /// @param wish what it is called
    /// @return its name; x itself where it is linear
    static String activated(LayerCall call, String wish, String x) {
        JsonNode activation = call.settings().at("activation");
        if (!call.settings().has("activation")) {
            return x;
        }
        if (activation.isString()) {
            return named(call, wish, x, activation.asString());
        }
        Settings written = Settings.of(activation, "activation");
        if (written.at("config").isString()) {
            return named(call, wish, x, written.text("config"));
        }
        Settings inner = Settings.of(written.at("config"), "activation");
        return switch (written.text("class_name")) {
            case "ReLU" -> relu(call, wish, x, inner);
            case "LeakyReLU" -> leaky(call, wish, x, inner);
            case "ELU" -> call.graph().add(wish, new Elu(inner.number("alpha", 1)), x);
            case "Softmax" -> named(call, wish, x, "softmax");
            default -> throw unknown(written.text("class_name"));
        };
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("activation = " + name + ", which is unknown");
    }

    /// A function by Keras's name of it. The slope of `hard_sigmoid` is 0.2 in Keras 2 and 1/6 in Keras 3.
    static String named(LayerCall call, String wish, String x, String name) {
        GraphParts graph = call.graph();
        int last = ChannelsLast.inGraph(graph.rank(x) - 1, graph.rank(x));
        Op op = switch (name) {
            case "relu" -> new Relu();
            case "sigmoid" -> new Sigmoid();
            case "tanh" -> new Tanh();
            case "softmax" -> new Softmax(last);
            case "log_softmax" -> new LogSoftmax(last);
            case "elu" -> new Elu(1);
            case "gelu" -> new Gelu(Gelu.Approximation.NONE);
            case "leaky_relu" -> new LeakyRelu(0.2f);
            case "hard_sigmoid" -> new HardSigmoid(call.version() == 2 ? 0.2f : 1 / 6f, 0.5f);
            case "hard_swish", "hard_silu" -> new HardSwish();
            case "softplus" -> new Pointwise(Pointwise.Kind.SOFTPLUS);
            case "softsign" -> new Pointwise(Pointwise.Kind.SOFTSIGN);
            case "mish" -> new Pointwise(Pointwise.Kind.MISH);
            case "exponential" -> new Exp();
            default -> null;
        };
        return op != null ? graph.add(wish, op, x) : composed(call, wish, x, name);
    }

    private static String composed(LayerCall call, String wish, String x, String name) {
        GraphParts graph = call.graph();
        return switch (name) {
            case "linear" -> x;
            case "relu6" -> clipped(call, wish, x, 0, 6);
            case "hard_tanh" -> clipped(call, wish, x, -1, 1);
            case "swish", "silu" ->
                graph.add(wish, new Mul(), x, graph.add(wish + "/sigmoid", new Sigmoid(), x));
            case "selu" -> graph.add(wish, new Mul(), graph.add(wish + "/elu", new Elu(SELU_ALPHA), x),
                    graph.constant(wish + "/scale", Tensor.scalar(SELU_SCALE)));
            default -> throw unknown(name);
        };
    }

    private static String clipped(LayerCall call, String wish, String x, float low, float high) {
        GraphParts graph = call.graph();
        return graph.add(wish, new Clip(), x, graph.constant(wish + "/low", Tensor.scalar(low)),
                graph.constant(wish + "/high", Tensor.scalar(high)));
    }

    /// `x` above the threshold and at most `max_value`, `negative_slope * (x - threshold)` below, as Keras computes it: what
    /// equals a threshold other than 0 gives 0.
    private static String relu(LayerCall call, String wish, String x, Settings settings) {
        GraphParts graph = call.graph();
        float slope = settings.number("negative_slope", 0);
        float threshold = settings.number("threshold", 0);
        Optional<Float> most =
                settings.has("max_value") ? Optional.of(settings.number("max_value", 0)) : Optional.empty();
        if (threshold == 0 && most.isEmpty()) {
            return graph.add(wish, slope == 0 ? new Relu() : new LeakyRelu(slope), x);
        }
        String above = threshold == 0 ? x
                : graph.add(slope == 0 && most.isEmpty() ? wish : wish + "/above", new ThresholdedRelu(threshold), x);
        String kept = most.isPresent()
                ? clipped(call, slope == 0 ? wish : wish + "/clipped", above, 0, most.get())
                : above;
        if (slope == 0) {
            return kept;
        }
        String below = graph.add(wish + "/relu", new Relu(), graph.add(wish + "/below", new Sub(),
                graph.constant(wish + "/threshold", Tensor.scalar(threshold)), x));
        return graph.add(wish, new Sub(), kept, graph.add(wish + "/product", new Mul(), below,
                graph.constant(wish + "/slope", Tensor.scalar(slope))));
    }

    /// The slope has had two names, and is 0.3 where neither is there.
    private static String leaky(LayerCall call, String wish, String x, Settings settings) {
        float slope = settings.number("negative_slope", settings.number("alpha", 0.3));
        return call.graph().add(wish, new LeakyRelu(slope), x);
    }

    private static String prelu(LayerCall call) {
        String x = call.x();
        Shape stored = call.stored(x);
        int[] sizes = new int[stored.rank() - 1];
        for (int axis = 1; axis < stored.rank(); axis++) {
            sizes[axis - 1] = stored.size(axis);
        }
        List<Integer> shared =
                call.settings().has("shared_axes") ? call.settings().integers("shared_axes") : List.of();
        for (int axis : shared) {
            if (axis < 1 || axis > sizes.length) {
                throw call.settings().unfit("shared_axes", "axes of " + sizes.length);
            }
            sizes[axis - 1] = 1;
        }
        int[] broadcast = new int[stored.rank()];
        broadcast[0] = 1;
        System.arraycopy(sizes, 0, broadcast, 1, sizes.length);
        Tensor slope = ChannelsLast.inGraph(call.weight("alpha", sizes).reshaped(Shape.of(broadcast)));
        return call.graph().add(call.path(), new PRelu(), x, call.graph().constant(call.inner("slope"), slope));
    }
}
