package dev.vernier.keras;

import dev.vernier.graph.Graph;
import dev.vernier.keras.LayerCall.Given;
import dev.vernier.keras.Network.Argument;
import dev.vernier.keras.Network.Call;
import dev.vernier.keras.Network.Reference;
import dev.vernier.tensor.ChannelsLast;
import dev.vernier.tensor.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Makes a graph of a network. Layers that cannot be read are reported together.
final class GraphReader {
    private static final int MOST_AXES = 8;

    private final GraphParts graph = new GraphParts();
    private final Weights weights;
    private final int version;
    private final Optional<Shape> inputShape;
    private final List<String> problems = new ArrayList<>();

    /// @param version of Keras that wrote the file: 2 or 3
    /// @param inputShape the shape of the one input in the graph, where another is asked for than the file says
    GraphReader(Weights weights, int version, Optional<Shape> inputShape) {
        this.weights = weights;
        this.version = version;
        this.inputShape = inputShape;
    }

    /// @throws IllegalArgumentException where it is malformed, or holds what Vernier does not have
    Graph read(Network network) {
        if (inputShape.isPresent() && network.inputs().size() != 1) {
            throw new IllegalArgumentException("shape for the only input, the model has " + network.inputs().size());
        }
        Map<Reference, Optional<String>> results = new HashMap<>();
        for (Reference input : network.inputs()) {
            KerasLayer layer = network.calls().stream().filter(call -> call.layer().name().equals(input.layer()))
                    .findFirst().orElseThrow().layer();
            results.put(input, Optional.of(graph.input(layer.path(), GraphParts.floats(shape(layer)))));
        }
        List<Optional<String>> outputs = run(network, results);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.size() + (problems.size() == 1 ? " layer" : " layers")
                    + " cannot be read: " + String.join("; ", problems));
        }
        return graph.graph(outputs.stream().map(Optional::orElseThrow).distinct().toList());
    }

    private Shape shape(KerasLayer layer) {
        Settings settings = layer.settings();
        JsonNode written = settings.has("batch_shape") ? settings.at("batch_shape") : settings.at("batch_input_shape");
        if (inputShape.isPresent()) {
            boolean isOpen = written.path(0).isNull() || !written.isArray();
            return isOpen && inputShape.get().rank() > 0 ? inputShape.get().with(0, Shape.N) : inputShape.get();
        }
        if (!written.isArray() || written.isEmpty() || written.size() > MOST_AXES) {
            throw new IllegalArgumentException("input '" + layer.path() + "' has shape " + Settings.shown(written)
                    + ", needed one: give it with --input-shape");
        }
        int[] sizes = new int[written.size()];
        for (int axis = 0; axis < sizes.length; axis++) {
            JsonNode size = written.get(axis);
            if (axis == 0 && size.isNull()) {
                sizes[axis] = Shape.N;
            } else if (size.isInt() && size.asInt() > 0) {
                sizes[axis] = size.asInt();
            } else {
                throw new IllegalArgumentException("input '" + layer.path() + "': axis " + axis + " has size "
                        + Settings.shown(size) + ", needed a number: give it with --input-shape");
            }
        }
        return ChannelsLast.inGraph(Shape.of(sizes));
    }

    /// @param results of the network's inputs; all others are added
    /// @return the names of its outputs; empty where one cannot be read
    private List<Optional<String>> run(Network network, Map<Reference, Optional<String>> results) {
        List<Call> left = new ArrayList<>(network.calls());
        left.removeIf(call -> results.containsKey(new Reference(call.layer().name(), call.index(), 0)));
        while (!left.isEmpty()) {
            List<Call> waiting = new ArrayList<>();
            for (Call call : left) {
                if (isReady(call, results)) {
                    run(call, results);
                } else {
                    waiting.add(call);
                }
            }
            if (waiting.size() == left.size()) {
                throw new IllegalArgumentException("the layers " + String.join(", ",
                        waiting.stream().map(call -> "'" + call.layer().path() + "'").limit(MOST_AXES).toList())
                        + " wait for each other, needed an order");
            }
            left = waiting;
        }
        return network.outputs().stream().map(output -> results.getOrDefault(output, Optional.empty())).toList();
    }

    private static boolean isReady(Call call, Map<Reference, Optional<String>> results) {
        return call.arguments().stream().allMatch(
                argument -> !(argument instanceof Argument.Result(Reference from)) || results.containsKey(from));
    }

    private void run(Call call, Map<Reference, Optional<String>> results) {
        List<Given> given = new ArrayList<>();
        boolean isKnown = true;
        for (Argument argument : call.arguments()) {
            switch (argument) {
                case Argument.Number(float value) -> given.add(new Given.Number(value));
                case Argument.Result(Reference from) -> {
                    isKnown &= results.get(from).isPresent();
                    results.get(from).ifPresent(tensor -> given.add(new Given.Named(tensor)));
                }
            }
        }
        KerasLayer layer = call.layer();
        if (layer.network().isPresent()) {
            runInner(call, isKnown ? given : List.of(), results);
        } else {
            results.put(new Reference(layer.name(), call.index(), 0), isKnown ? read(layer, given) : Optional.empty());
        }
    }

    private Optional<String> read(KerasLayer layer, List<Given> given) {
        try {
            return Optional.of(LayerReader.read(new LayerCall(graph, weights, version, layer, given)));
        } catch (IllegalArgumentException | ArithmeticException unfit) {
            problems.add(layer.label() + ": " + String.valueOf(unfit.getMessage()).replaceAll("\\p{Cntrl}", "?"));
            return Optional.empty();
        }
    }

    /// @param given what the network is given; nothing where that is not known
    private void runInner(Call call, List<Given> given, Map<Reference, Optional<String>> results) {
        Network inner = call.layer().network().orElseThrow();
        List<String> tensors = given.stream().filter(Given.Named.class::isInstance)
                .map(named -> ((Given.Named) named).tensor()).toList();
        Map<Reference, Optional<String>> within = new HashMap<>();
        if (!given.isEmpty() && tensors.size() != inner.inputs().size()) {
            throw new IllegalArgumentException(call.layer().label() + " is given " + tensors.size()
                    + " tensors, needed " + inner.inputs().size());
        }
        for (int i = 0; i < inner.inputs().size(); i++) {
            within.put(inner.inputs().get(i), given.isEmpty() ? Optional.empty() : Optional.of(tensors.get(i)));
        }
        List<Optional<String>> outputs = run(inner, within);
        for (int i = 0; i < outputs.size(); i++) {
            results.put(new Reference(call.layer().name(), call.index(), i), outputs.get(i));
        }
    }
}
