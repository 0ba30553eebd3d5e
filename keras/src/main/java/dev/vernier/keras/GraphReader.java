package dev.vernier.keras;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Input;
import dev.vernier.keras.LayerCall.Given;
import dev.vernier.keras.Network.Argument;
import dev.vernier.keras.Network.Call;
import dev.vernier.keras.Network.Reference;
import dev.vernier.model.InputShapes;
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
    private static final int MOST_CALLS = 20_000;

    private final GraphParts graph = new GraphParts();
    private final Weights weights;
    private final int version;
    private final InputShapes shapes;
    private final List<String> problems = new ArrayList<>();
    private int calls;

    /// @param version of Keras that wrote the file: 2 or 3
    /// @param shapes of the inputs as the file has them, where others are wanted than it says
    GraphReader(Weights weights, int version, InputShapes shapes) {
        this.weights = new SharedWeights(weights);
        this.version = version;
        this.shapes = shapes;
    }

    /// @throws IllegalArgumentException where it is malformed, or holds what Vernier does not have
    Graph read(Network network) {
        List<KerasLayer> inputs = network.inputs().stream().map(input -> network.calls().stream()
                .map(Call::layer).filter(layer -> layer.name().equals(input.layer())).findFirst().orElseThrow())
                .toList();
        Map<String, Shape> given = given(inputs);
        Map<Reference, Optional<String>> results = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            KerasLayer layer = inputs.get(i);
            Shape other = given.getOrDefault(layer.path(), given.get(""));
            results.put(network.inputs().get(i), Optional.of(graph.input(layer.path(),
                    GraphParts.floats(ChannelsLast.inGraph(other == null ? declared(layer) : other(layer, other))))));
        }
        List<Optional<String>> outputs = run(network, results);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.size() + (problems.size() == 1 ? " layer" : " layers")
                    + " cannot be read: " + String.join("; ", problems));
        }
        return graph.graph(outputs.stream().map(Optional::orElseThrow).distinct().toList());
    }

    /// Other shapes than the file's, by the input's name.
    private Map<String, Shape> given(List<KerasLayer> inputs) {
        List<Input> declared = inputs.stream().filter(layer -> isWritten(written(layer)))
                .map(layer -> new Input(layer.path(), GraphParts.floats(open(written(layer))))).toList();
        Map<String, Shape> given = shapes.of(declared);
        List<String> names = inputs.stream().map(KerasLayer::path).toList();
        for (String name : given.keySet()) {
            if (!names.contains(name) && !(name.isEmpty() && names.size() == 1)) {
                throw new IllegalArgumentException("shape for " + (name.isEmpty() ? "the only input"
                        : "input '" + name + "'") + ", the model's inputs are: " + String.join(", ", names));
            }
        }
        return given;
    }

    private static JsonNode written(KerasLayer layer) {
        Settings settings = layer.settings();
        return settings.has("batch_shape") ? settings.at("batch_shape") : settings.at("batch_input_shape");
    }

    private static boolean isWritten(JsonNode shape) {
        return shape.isArray() && !shape.isEmpty() && shape.size() <= MOST_AXES;
    }

    /// A shape with n for every open axis.
    private static Shape open(JsonNode written) {
        int[] sizes = new int[written.size()];
        for (int axis = 0; axis < sizes.length; axis++) {
            sizes[axis] = isSize(written.get(axis)) ? written.get(axis).asInt() : Shape.N;
        }
        return Shape.of(sizes);
    }

    private static boolean isSize(JsonNode size) {
        return size.isInt() && size.asInt() > 0;
    }

    /// A shape that was asked for, with the batch size n where the file leaves the first axis open.
    private static Shape other(KerasLayer layer, Shape asked) {
        JsonNode written = written(layer);
        return !isSize(written.path(0)) && asked.rank() > 0 ? asked.with(0, Shape.N) : asked;
    }

    private static Shape declared(KerasLayer layer) {
        JsonNode written = written(layer);
        if (!isWritten(written)) {
            throw new IllegalArgumentException("input '" + layer.path() + "' has shape " + Settings.shown(written)
                    + ", needed one: give it with --input-shape");
        }
        for (int axis = 0; axis < written.size(); axis++) {
            if (!isSize(written.get(axis)) && !(axis == 0 && written.get(axis).isNull())) {
                throw new IllegalArgumentException("input '" + layer.path() + "': axis " + axis + " has size "
                        + Settings.shown(written.get(axis)) + ", needed a number: give it with --input-shape");
            }
        }
        return open(written);
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
        if (++calls > MOST_CALLS) {
            throw new IllegalArgumentException("more than " + MOST_CALLS
                    + " calls of layers, those of networks in networks counted each time, needed fewer");
        }
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
