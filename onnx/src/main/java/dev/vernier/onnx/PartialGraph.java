package dev.vernier.onnx;

import dev.vernier.graph.FreshNames;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.Input;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.TensorType;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A graph on its way in: what has been read so far.
final class PartialGraph {
    private static final int ANY_BATCH = 2;

    private final Map<String, Input> inputs = new LinkedHashMap<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final FreshNames names;

    /// @param taken the names that the file uses anywhere
    PartialGraph(Set<String> taken) {
        this.names = new FreshNames(taken);
    }

    void add(Input input) {
        if (inputs.putIfAbsent(input.name(), input) != null) {
            throw new IllegalArgumentException("input '" + input.name() + "' twice, needed once");
        }
    }

    void add(Node node) {
        nodes.add(node);
    }

    void addConstant(String name, Tensor value) {
        if (constants.putIfAbsent(name, value) != null) {
            throw new IllegalArgumentException("constant '" + name + "' twice, needed once");
        }
    }

    /// A constant that the file holds in another form.
    ///
    /// @return its name, made from `wish`
    String addNew(String wish, Tensor value) {
        String name = freshName(wish);
        constants.put(name, value);
        return name;
    }

    String freshName(String wish) {
        return names.of(wish);
    }

    Optional<Tensor> constant(String name) {
        return Optional.ofNullable(constants.get(name));
    }

    Optional<DType> dtype(String name) {
        return inputs.containsKey(name) ? Optional.of(inputs.get(name).type().dtype())
                : type(name).map(TensorType::dtype);
    }

    /// The shape of a tensor, where it is known; a batch stands there as some number.
    Optional<Shape> shape(String name) {
        return type(name).map(TensorType::shape);
    }

    private Optional<TensorType> type(String name) {
        if (constants.containsKey(name)) {
            return Optional.of(TensorType.of(constants.get(name)));
        }
        if (inputs.containsKey(name)) {
            return Optional.of(inputs.get(name).type()).map(type -> type.with(type.shape().at(ANY_BATCH)));
        }
        try {
            return Optional.of(Inference.at(graph(List.of(name)).pruned(), ANY_BATCH).type(name));
        } catch (IllegalArgumentException notKnown) {
            return Optional.empty();
        }
    }

    /// @throws IllegalArgumentException where the parts do not make a graph
    Graph graph(List<String> outputs) {
        return new Graph(List.copyOf(inputs.values()), constants, nodes, outputs);
    }
}
