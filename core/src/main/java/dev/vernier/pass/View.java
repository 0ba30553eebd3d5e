package dev.vernier.pass;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.TensorType;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a rule sees of the graph around a node.
public final class View {
    private final Graph graph;
    private final Map<String, TensorType> types;
    private final Map<String, Tensor> values;
    private final Map<String, Node> producers;
    private final Map<String, List<Node>> consumers;

    private View(Graph graph, Map<String, TensorType> types, Map<String, Tensor> values) {
        this.graph = graph;
        this.types = types;
        this.values = values;
        this.producers = graph.producers();
        this.consumers = graph.consumers();
    }

    /// @throws IllegalArgumentException where a node's inputs do not fit its operator; the message names the node
    static View of(Graph graph) {
        return new View(graph, Inference.types(graph), Inference.values(graph));
    }

    /// The view of the patched graph. A patch changes no tensor that keeps its name, so what was inferred stays true.
    View after(Patch patch) {
        return new View(patch.applyTo(graph), types, values);
    }

    public Graph graph() {
        return graph;
    }

    /// The node that makes a tensor; empty for inputs and constants.
    public Optional<Node> producer(String name) {
        return Optional.ofNullable(producers.get(name));
    }

    /// The nodes that read a tensor, each once.
    public List<Node> consumers(String name) {
        return consumers.getOrDefault(name, List.of());
    }

    public boolean isOutput(String name) {
        return graph.outputs().contains(name);
    }

    /// Whether a node alone sees a tensor: it is its only reader, and the graph does not return it.
    public boolean isPrivateTo(Node reader, String name) {
        return !isOutput(name) && consumers(name).equals(List.of(reader));
    }

    public Optional<Tensor> constant(String name) {
        return graph.constant(name);
    }

    /// The type of a tensor, symbolic in the batch; empty where a patch of this round brought the tensor.
    public Optional<TensorType> type(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /// The value of a tensor that neither samples nor batch decide, where it is known.
    public Optional<Tensor> value(String name) {
        return constant(name).or(() -> Optional.ofNullable(values.get(name)));
    }

    /// A name that no tensor has yet: the one given, with as many primes behind it as that needs, but at least one.
    public String primed(String name) {
        Set<String> taken = graph.names();
        String primed = name + "'";
        while (taken.contains(primed)) {
            primed += "'";
        }
        return primed;
    }
}
