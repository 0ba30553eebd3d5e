package dev.vernier.keras;

import dev.vernier.tensor.ChannelsLast;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// One call of a layer on its way into the graph.
///
/// @param graph what has been read so far
/// @param weights of all layers
/// @param version of Keras that wrote the file: 2 or 3
/// @param arguments what the layer is given, in order: tensors of the graph by name, or numbers
record LayerCall(GraphParts graph, Weights weights, int version, KerasLayer layer, List<Given> arguments) {
    private static final int MOST_EQUAL = 1 << 22;

    /// A tensor of the graph, or a number.
    sealed interface Given {
        /// By its name.
        record Named(String tensor) implements Given {}

        /// The same for all samples.
        record Number(float value) implements Given {}
    }

    LayerCall {
        arguments = List.copyOf(arguments);
    }

    Settings settings() {
        return layer.settings();
    }

    /// What the layer's result is called.
    String path() {
        return layer.path();
    }

    /// The name of something on the way there.
    String inner(String what) {
        return layer.path() + "/" + what;
    }

    /// The tensors that it is given.
    List<String> tensors() {
        return arguments.stream().filter(Given.Named.class::isInstance).map(given -> ((Given.Named) given).tensor())
                .toList();
    }

    /// The one tensor that it is given.
    ///
    /// @throws IllegalArgumentException where it is given none or several
    String x() {
        if (tensors().size() != 1) {
            throw new IllegalArgumentException(tensors().size() + " tensors given, needed one");
        }
        return tensors().getFirst();
    }

    /// Its shape as Keras has it, the channels last.
    Shape stored(String x) {
        return ChannelsLast.stored(graph.shape(x));
    }

    /// The size of x's last axis in Keras.
    int channels(String x) {
        Shape shape = stored(x);
        return shape.size(shape.rank() - 1);
    }

    /// @throws IllegalArgumentException where x has another number of axes
    void requireRank(String x, int rank) {
        if (graph.rank(x) != rank) {
            throw new IllegalArgumentException("input of " + graph.rank(x) + " axes, needed " + rank);
        }
    }

    /// @throws IllegalArgumentException where the layer has the channels first
    void requireChannelsLast() {
        if (!settings().text("data_format", "channels_last").equals("channels_last")) {
            throw settings().unfit("data_format", "channels_last");
        }
    }

    /// The axes that the layer speaks of, from the front and as Keras counts them.
    ///
    /// @throws IllegalArgumentException where one is none of x, or the batch
    List<Integer> axes(String x) {
        int rank = graph.rank(x);
        List<Integer> axes = settings().has("axis") ? settings().integers("axis") : List.of(-1);
        if (axes.isEmpty()
                || axes.stream().anyMatch(axis -> axis < -rank || axis >= rank || axis == 0 || axis == -rank)) {
            throw settings().unfit("axis", "axes of " + rank + " behind the batch");
        }
        return axes.stream().map(axis -> axis < 0 ? axis + rank : axis).sorted().toList();
    }

    /// The one axis that the layer speaks of, as the graph counts it.
    int axisInGraph(String x) {
        List<Integer> axes = axes(x);
        if (axes.size() != 1) {
            throw settings().unfit("axis", "one");
        }
        return ChannelsLast.inGraph(axes.getFirst(), graph.rank(x));
    }

    /// One of the layer's arrays.
    Tensor weight(String role, int... shape) {
        return weights.read(layer, role, Shape.of(shape));
    }

    /// The same, or equal numbers where the layer has no such array.
    Tensor weight(String role, float otherwise, int... shape) {
        if (Roles.of(layer).all().contains(role)) {
            return weight(role, shape);
        }
        int count = Shape.of(shape).elementCount();
        if (count > MOST_EQUAL) {
            throw new IllegalArgumentException(
                    role + " of " + count + " equal numbers, needed at most " + MOST_EQUAL);
        }
        float[] values = new float[count];
        IntStream.range(0, values.length).forEach(i -> values[i] = otherwise);
        return Tensor.of(Shape.of(shape), values);
    }

    /// The bias of so many channels, as a constant; empty where the layer has none.
    Optional<String> bias(int channels) {
        return settings().flag("use_bias", true)
                ? Optional.of(graph.constant(inner("bias"), weight("bias", channels)))
                : Optional.empty();
    }

    /// A tensor `[n, t, c]` with the channels first, `[n, c, t]`; other tensors have them there in a graph.
    String channelsFirst(String x) {
        return graph.rank(x) == 3 ? graph.transposed(inner("channels_first"), x, List.of(0, 2, 1)) : x;
    }

    /// The inverse of [#channelsFirst].
    ///
    /// @param wish what it is called
    String channelsBack(String wish, String y) {
        return graph.rank(y) == 3 ? graph.transposed(wish, y, List.of(0, 2, 1)) : y;
    }
}
