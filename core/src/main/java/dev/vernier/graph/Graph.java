package dev.vernier.graph;

import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// An immutable network: named inputs and constants, nodes in an order in which each reads only what stands before it,
/// and the names of the outputs. Every tensor has one name and one origin (input, constant or node).
///
/// @param constants by name, in a fixed order
public record Graph(List<Input> inputs, Map<String, Tensor> constants, List<Node> nodes, List<String> outputs) {
    /// @throws IllegalArgumentException where a name has two origins, a node reads a tensor that nothing before it makes,
    ///     or an output has no origin; the message names node and tensor
    public Graph {
        inputs = List.copyOf(inputs);
        constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
        nodes = List.copyOf(nodes);
        outputs = List.copyOf(outputs);
        Set<String> known = new HashSet<>();
        for (Input input : inputs) {
            define(input.name(), "input", known);
        }
        for (String name : constants.keySet()) {
            define(name, "constant", known);
        }
        for (Node node : nodes) {
            for (String input : node.inputs()) {
                if (!input.isEmpty() && !known.contains(input)) {
                    throw new IllegalArgumentException("node '" + node.label() + "': reads '" + input
                            + "', needed a tensor that an input, a constant or a node before it makes");
                }
            }
            for (String output : node.outputs()) {
                if (!output.isEmpty()) {
                    define(output, "node '" + node.label() + "'", known);
                }
            }
        }
        if (outputs.isEmpty()) {
            throw new IllegalArgumentException("graph without outputs, needed at least one");
        }
        for (String output : outputs) {
            if (!known.contains(output)) {
                throw new IllegalArgumentException(
                        "graph output '" + output
                                + "': nothing makes it, needed an input, a constant or a node that does");
            }
        }
    }

    private static void define(String name, String origin, Set<String> known) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException(origin + ": a tensor without a name, needed one");
        }
        if (!known.add(name)) {
            throw new IllegalArgumentException(origin + ": tensor '" + name + "' is made twice, needed one origin");
        }
    }

    /// The node that makes a tensor; empty for inputs and constants.
    public Map<String, Node> producers() {
        Map<String, Node> producers = new HashMap<>();
        for (Node node : nodes) {
            for (String output : node.outputs()) {
                producers.put(output, node);
            }
        }
        return producers;
    }

    /// The nodes that read each tensor, in the order of the nodes; a node that reads it twice stands there once.
    public Map<String, List<Node>> consumers() {
        Map<String, List<Node>> consumers = new HashMap<>();
        for (Node node : nodes) {
            for (String input : new HashSet<>(node.inputs())) {
                if (!input.isEmpty()) {
                    consumers.computeIfAbsent(input, name -> new ArrayList<>()).add(node);
                }
            }
        }
        return consumers;
    }

    /// The names of the inputs, in their order.
    public List<String> inputNames() {
        return inputs.stream().map(Input::name).toList();
    }

    public Optional<Tensor> constant(String name) {
        return Optional.ofNullable(constants.get(name));
    }

    public boolean isConstant(String name) {
        return constants.containsKey(name);
    }

    /// All tensor names: inputs, constants and what the nodes make.
    public Set<String> names() {
        Set<String> names = new HashSet<>(constants.keySet());
        inputs.forEach(input -> names.add(input.name()));
        nodes.forEach(node -> names.addAll(node.outputs()));
        names.remove("");
        return names;
    }

    public Graph withInputs(List<Input> others) {
        return new Graph(others, constants, nodes, outputs);
    }

    public Graph withConstants(Map<String, Tensor> others) {
        return new Graph(inputs, others, nodes, outputs);
    }

    public Graph withOutputs(List<String> others) {
        return outputs.equals(others) ? this : new Graph(inputs, constants, nodes, others);
    }

    /// This without the nodes and constants that no output needs.
    public Graph pruned() {
        Set<String> needed = new HashSet<>(outputs);
        List<Node> kept = new ArrayList<>();
        for (Node node : nodes.reversed()) {
            if (node.outputs().stream().anyMatch(needed::contains)) {
                kept.add(node);
                needed.addAll(node.inputs());
            }
        }
        Map<String, Tensor> used = new LinkedHashMap<>(constants);
        used.keySet().retainAll(needed);
        return new Graph(inputs, used, kept.reversed(), outputs);
    }
}
