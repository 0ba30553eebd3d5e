package dev.vernier.pass;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One small change of a graph, and why it is made. What remains of the graph's outputs keeps its names and values.
///
/// @param rule the name of the rule that made it
/// @param reason one sentence that names the tensors or nodes
/// @param removed nodes that go
/// @param added nodes that stand where the last of these stood
/// @param constants constants that come
/// @param renamed tensors whose producer and readers use another name from now on; graph outputs keep theirs
public record Patch(
        String rule,
        String reason,
        List<Node> removed,
        List<Node> added,
        Map<String, Tensor> constants,
        Map<String, String> renamed) {
    public Patch {
        removed = List.copyOf(removed);
        added = List.copyOf(added);
        constants = Map.copyOf(constants);
        renamed = Map.copyOf(renamed);
        if (removed.isEmpty()) {
            throw new IllegalArgumentException(rule + ": a patch that removes no node, needed one that does");
        }
    }

    /// Nodes replaced by others, which may read new constants.
    public static Patch replacing(
            Rule rule, String reason, List<Node> removed, List<Node> added, Map<String, Tensor> constants) {
        return new Patch(rule.name(), reason, removed, added, constants, Map.of());
    }

    /// A node removed and a tensor renamed, so that nothing needs it.
    public static Patch renaming(Rule rule, String reason, Node removed, String from, String to) {
        return new Patch(rule.name(), reason, List.of(removed), List.of(), Map.of(), Map.of(from, to));
    }

    /// The graph with this change; nodes and constants that nothing needs any more are still there.
    Graph applyTo(Graph graph) {
        List<Node> nodes = new ArrayList<>();
        int left = removed.size();
        for (Node node : graph.nodes()) {
            if (!removed.contains(node)) {
                nodes.add(renamed(node));
            } else if (--left == 0) {
                nodes.addAll(added);
            }
        }
        Map<String, Tensor> all = new LinkedHashMap<>(graph.constants());
        constants.keySet().stream().sorted().forEach(name -> all.put(name, constants.get(name)));
        return new Graph(graph.inputs(), all, nodes, graph.outputs());
    }

    private Node renamed(Node node) {
        return renamed.isEmpty()
                ? node
                : new Node(node.name(), node.op(), renamed(node.inputs()), renamed(node.outputs()));
    }

    private List<String> renamed(List<String> names) {
        return names.stream().map(name -> renamed.getOrDefault(name, name)).toList();
    }
}
