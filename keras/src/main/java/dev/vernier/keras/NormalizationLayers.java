package dev.vernier.keras;

import dev.vernier.graph.op.BatchNorm;
import dev.vernier.graph.op.GroupNorm;
import dev.vernier.graph.op.LayerNorm;
import dev.vernier.graph.op.Sub;
import dev.vernier.tensor.ChannelsLast;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Layers that bring values to a mean and a deviation.
final class NormalizationLayers {
    private static final double EPSILON = 1e-3;

    /// The smallest deviation that `Normalization` divides by.
    private static final float SMALLEST = 1e-7f;

    private NormalizationLayers() {}

    /// A layer of these; empty where it is another one.
    static Optional<String> read(LayerCall call) {
        return Optional.ofNullable(switch (call.layer().kind()) {
            case "BatchNormalization" -> batch(call);
            case "LayerNormalization" -> layer(call);
            case "GroupNormalization" -> group(call);
            case "Normalization" -> given(call);
            default -> null;
        });
    }

    private static String batch(LayerCall call) {
        String x = call.x();
        requireLast(call, x);
        call.settings().requireNone("renorm");
        int channels = call.channels(x);
        String y = call.graph().add(call.graph().rank(x) == 3 ? call.inner("batch_norm") : call.path(),
                new BatchNorm(call.settings().number("epsilon", EPSILON)), call.channelsFirst(x),
                constant(call, "gamma", 1, channels), constant(call, "beta", 0, channels),
                call.graph().constant(call.inner("moving_mean"), call.weight("moving_mean", channels)),
                call.graph().constant(call.inner("moving_variance"), call.weight("moving_variance", channels)));
        return call.channelsBack(call.path(), y);
    }

    private static void requireLast(LayerCall call, String x) {
        int rank = call.graph().rank(x);
        if (rank < 2 || !call.axes(x).equals(List.of(rank - 1))) {
            throw call.settings().unfit("axis", "the last one");
        }
    }

    private static String constant(LayerCall call, String role, float otherwise, int... shape) {
        return call.graph().constant(call.inner(role), call.weight(role, otherwise, shape));
    }

    /// Over the last axes, in the order in which Keras has them.
    private static String layer(LayerCall call) {
        GraphParts graph = call.graph();
        String x = call.x();
        call.settings().requireNone("rms_scaling");
        Shape stored = call.stored(x);
        int rank = stored.rank();
        List<Integer> axes = call.axes(x);
        if (!axes.equals(IntStream.range(rank - axes.size(), rank).boxed().toList())) {
            throw call.settings().unfit("axis", "the last ones");
        }
        int[] sizes = axes.stream().mapToInt(stored::size).toArray();
        boolean isImage = rank == 4;
        String last = isImage ? graph.transposed(call.inner("channels_last"), x, ChannelsLast.TO_STORED) : x;
        String y = graph.add(isImage ? call.inner("layer_norm") : call.path(),
                new LayerNorm(axes.getFirst(), call.settings().number("epsilon", EPSILON)), last,
                constant(call, "gamma", 1, sizes), constant(call, "beta", 0, sizes));
        return isImage ? graph.transposed(call.path(), y, ChannelsLast.TO_GRAPH) : y;
    }

    private static String group(LayerCall call) {
        String x = call.x();
        requireLast(call, x);
        int channels = call.channels(x);
        int groups = call.settings().integer("groups", 32);
        String y = call.graph().add(call.graph().rank(x) == 3 ? call.inner("group_norm") : call.path(),
                new GroupNorm(groups == -1 ? channels : groups, call.settings().number("epsilon", EPSILON)),
                call.channelsFirst(x), constant(call, "gamma", 1, channels), constant(call, "beta", 0, channels));
        return call.channelsBack(call.path(), y);
    }

    /// By a mean and a variance that the layer was given, or measured before training.
    private static String given(LayerCall call) {
        String x = call.x();
        Settings settings = call.settings();
        settings.requireNone("invert");
        Shape stored = call.stored(x);
        int[] kept = new int[stored.rank()];
        List<Integer> axes = settings.has("axis") && settings.at("axis").isArray() && settings.at("axis").isEmpty()
                || settings.node().has("axis") && !settings.has("axis") ? List.of() : call.axes(x);
        for (int axis = 0; axis < kept.length; axis++) {
            kept[axis] = axes.contains(axis) ? stored.size(axis) : 1;
        }
        Shape broadcast = Shape.of(kept);
        int[] measured = axes.stream().mapToInt(stored::size).toArray();
        Tensor mean = given(call, "mean", measured, broadcast);
        Tensor variance = given(call, "variance", measured, broadcast);
        float[] factors = variance.floats();
        for (int i = 0; i < factors.length; i++) {
            factors[i] = 1 / Math.max((float) Math.sqrt(factors[i]), SMALLEST);
        }
        String centred = call.graph().add(call.inner("centred"), new Sub(), x,
                call.graph().constant(call.inner("mean"), ChannelsLast.inGraph(mean)));
        return call.graph().scaled(call.path(), centred,
                ChannelsLast.inGraph(Tensor.of(variance.shape(), factors)), Tensor.scalar(0));
    }

    private static Tensor given(LayerCall call, String key, int[] measured, Shape broadcast) {
        if (!call.settings().has("mean")) {
            return call.weight(key, measured).reshaped(broadcast);
        }
        List<Float> numbers = call.settings().numbers(key);
        int count = broadcast.elementCount();
        if (numbers.size() != count && numbers.size() != 1) {
            throw call.settings().unfit(key, count + " numbers");
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = numbers.get(numbers.size() == 1 ? 0 : i);
        }
        return Tensor.of(broadcast, values);
    }
}
