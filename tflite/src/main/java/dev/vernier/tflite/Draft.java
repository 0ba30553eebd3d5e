package dev.vernier.tflite;

import dev.vernier.graph.FreshNames;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Input;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.Reshape;
import dev.vernier.graph.op.Transpose;
import dev.vernier.quant.Coding;
import dev.vernier.quant.QParams;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.ChannelsLast;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// A graph on its way in: its tensors by their place in the file, as they are named and laid out in the graph.
final class Draft {
    private final StoredModel model;
    private final FreshNames names = new FreshNames(Set.of());
    private final Map<Integer, String> known = new HashMap<>();
    private final Map<Integer, Integer> same = new HashMap<>();
    private final Map<Integer, Tensor> values = new HashMap<>();
    private final Map<String, String> stored = new HashMap<>();
    private final List<Input> inputs = new ArrayList<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, QParams> parameters = new LinkedHashMap<>();

    Draft(StoredModel model) {
        this.model = model;
    }

    /// A tensor of the file; of one that is only [#same] the other one.
    StoredTensor tensor(int place) {
        return model.tensor(origin(place));
    }

    private int origin(int place) {
        return same.getOrDefault(place, place);
    }

    /// The value of a constant, as the file holds it, or as follows from constants alone.
    ///
    /// @throws IllegalArgumentException where it depends on the samples
    Tensor value(int place) {
        return tensor(place).value().or(() -> Optional.ofNullable(values.get(place)))
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + tensor(place).name() + "' is computed, needed a constant"));
    }

    /// The same of whole numbers.
    ///
    /// @throws IllegalArgumentException where it depends on the samples, or holds others
    Tensor numbers(int place) {
        Tensor value = value(place);
        if (!value.dtype().isInteger()) {
            throw new IllegalArgumentException(
                    "'" + tensor(place).name() + "' of " + value.dtype() + ", needed whole numbers");
        }
        return value;
    }

    /// Whether a tensor does not depend on the samples.
    boolean isConstant(int place) {
        return tensor(place).isConstant() || values.containsKey(place);
    }

    /// Says what a tensor is that follows from constants alone.
    void makeConstant(int place, Tensor value) {
        values.put(place, value);
        constants.put(named(place), ChannelsLast.inGraph(value));
    }

    /// Adds an input under the tensor's name.
    void input(int place, Input input) {
        inputs.add(new Input(named(place), input.type()));
        code(known.get(place), place);
    }

    /// Gives a tensor the name that the file has for another one.
    void call(int place, int other) {
        known.put(place, names.of(wish(other)));
    }

    /// Whether a tensor has a name in the graph.
    boolean isCalled(int place) {
        return known.containsKey(origin(place));
    }

    /// Gives a tensor the name that another one has in the graph.
    void callAlike(int place, int other) {
        known.put(place, known.get(origin(other)));
    }

    private String named(int place) {
        return known.computeIfAbsent(origin(place), absent -> names.of(wish(place)));
    }

    /// What the file calls a tensor, or its place where it has no name.
    String wish(int place) {
        String name = tensor(place).name();
        return name.isBlank() ? "tensor" + origin(place) : name;
    }

    /// A name that no tensor has.
    String fresh(String wish) {
        return names.of(wish);
    }

    /// The name of a tensor in the graph, in the graph's layout.
    String inGraph(int place) {
        StoredTensor tensor = tensor(place);
        if (!known.containsKey(origin(place)) && tensor.isConstant()) {
            known.put(origin(place), constant(place, ChannelsLast.TO_GRAPH));
        }
        return named(place);
    }

    /// The name of a tensor in the graph, in the file's layout.
    String stored(int place) {
        if (tensor(place).rank() != ChannelsLast.TO_STORED.size()) {
            return inGraph(place);
        }
        String from = inGraph(place);
        return stored.computeIfAbsent(from, absent -> {
            if (tensor(place).isConstant()) {
                return constant(place, List.of(0, 1, 2, 3));
            }
            String turned = fresh(from + "/nhwc");
            nodes.add(Node.of(turned, new Transpose(ChannelsLast.TO_STORED), from));
            code(turned, place);
            return turned;
        });
    }

    /// Adds a constant of the file with its axes in another order; other ranks keep theirs.
    ///
    /// @return its name
    String constant(int place, List<Integer> order) {
        Tensor codes = value(place);
        boolean turns = codes.shape().rank() == order.size();
        Tensor turned = turns ? ChannelsLast.ordered(codes, order) : codes;
        String name = names.of(wish(place));
        Optional<QParams> params = tensor(place).params()
                .map(given -> turns ? turned(given, order) : given);
        constants.put(name, params.map(given -> Coding.reals(turned, given)).orElse(turned));
        params.ifPresent(given -> parameters.put(name, given));
        return name;
    }

    /// A tensor of fewer axes in the graph's layout, with axes of size 1 put before its own.
    ///
    /// @param shape in the file's layout
    /// @return its name
    String raised(int place, Shape shape) {
        if (!tensor(place).isConstant()) {
            String raised = like(place, wish(place) + "/raised", new Reshape(false), stored(place),
                    constant(wish(place) + "/shape", Sizes.target(tensor(place).shape(), shape)));
            return like(place, wish(place) + "/nchw", new Transpose(ChannelsLast.TO_GRAPH), raised);
        }
        Optional<QParams> params = tensor(place).params();
        if (params.isPresent() && params.get().axis().isPresent()) {
            throw new IllegalArgumentException("'" + wish(place) + "' has several scales, needed one to broadcast it");
        }
        Tensor codes = ChannelsLast.inGraph(value(place).reshaped(shape));
        String name = constant(wish(place), params.map(given -> Coding.reals(codes, given)).orElse(codes));
        params.ifPresent(given -> parameters.put(name, given));
        return name;
    }

    private static QParams turned(QParams params, List<Integer> order) {
        return params.axis().isEmpty() ? params
                : new QParams(params.scale(), params.zeroPoint(),
                        OptionalInt.of(order.indexOf(params.axis().getAsInt())));
    }

    /// Adds a constant that the file does not hold.
    ///
    /// @return its name, made from `wish`
    String constant(String wish, Tensor value) {
        String name = fresh(wish);
        constants.put(name, value);
        return name;
    }

    /// The same with parameters.
    String constant(String wish, Tensor value, QParams params) {
        String name = constant(wish, value);
        parameters.put(name, params);
        return name;
    }

    /// Adds a node that makes a tensor of the file.
    void make(int place, Op op, String... from) {
        String name = named(place);
        nodes.add(Node.of(name, op, from));
        code(name, place);
    }

    /// Adds a node that makes a tensor of the file in the file's layout.
    void makeStored(int place, Op op, String... from) {
        if (tensor(place).rank() != ChannelsLast.TO_GRAPH.size()) {
            make(place, op, from);
            return;
        }
        String name = named(place);
        String before = like(place, name + "/nhwc", op, from);
        stored.put(name, before);
        make(place, new Transpose(ChannelsLast.TO_GRAPH), before);
    }

    /// Adds a node between tensors of the file.
    ///
    /// @return the name of what it makes, made from `wish`
    String between(String wish, Op op, String... from) {
        String name = fresh(wish);
        nodes.add(Node.of(name, op, from));
        return name;
    }

    /// The same, where it has the codes of a tensor of the file.
    String like(int place, String wish, Op op, String... from) {
        String name = between(wish, op, from);
        code(name, place);
        return name;
    }

    /// Says that a tensor of the file holds the reals that another one's codes stand for.
    void same(int place, int other) {
        same.put(place, origin(other));
    }

    /// Says that a tensor of the file holds the codes of another one's reals, which nothing else reads.
    void codesOf(int place, int other) {
        known.put(place, inGraph(other));
        code(known.get(place), place);
    }

    private void code(String name, int place) {
        tensor(place).params().ifPresent(params -> {
            if (params.axis().isPresent()) {
                throw new IllegalArgumentException("'" + tensor(place).name() + "' has "
                        + params.scale().size() + " scales, needed one for an activation");
            }
            parameters.put(name, params);
        });
    }

    /// The parameters of what the graph calls so; empty where it has no codes.
    Optional<QParams> params(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /// @throws IllegalArgumentException where the parts do not make a graph
    QuantizedModel model() {
        Graph graph = new Graph(inputs, constants, nodes, model.outputs().stream().map(this::inGraph).toList());
        Graph pruned = graph.pruned();
        parameters.keySet().retainAll(pruned.names());
        return new QuantizedModel(pruned, new Quantization(parameters));
    }
}
