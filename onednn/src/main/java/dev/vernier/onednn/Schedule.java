package dev.vernier.onednn;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Add;
import dev.vernier.graph.op.Conv;
import dev.vernier.graph.op.QLinearAdd;
import dev.vernier.graph.op.QLinearConv;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The order in which a graph's nodes are planned: a convolution that only an addition reads comes right before it, so
/// that the other operand is there to be added to.
final class Schedule {
    private Schedule() {}

    static List<Node> of(Graph graph) {
        Map<String, Node> producers = graph.producers();
        Map<String, List<Node>> consumers = graph.consumers();
        List<Node> order = new ArrayList<>(graph.nodes());
        for (Node node : graph.nodes()) {
            operands(node).stream()
                    .filter(name -> consumers.get(name).size() == 1 && !graph.outputs().contains(name))
                    .map(producers::get)
                    .filter(producer -> producer != null && isConvolution(producer))
                    .max(Comparator.comparingInt(order::indexOf))
                    .ifPresent(last -> {
                        order.remove(last);
                        order.add(order.indexOf(node), last);
                    });
        }
        return order;
    }

    /// What a node adds to; nothing where it is no addition.
    private static List<String> operands(Node node) {
        return switch (node.op()) {
            case Add add -> node.inputs();
            case QLinearAdd add -> List.of(node.input(0));
            default -> List.of();
        };
    }

    private static boolean isConvolution(Node node) {
        return node.op() instanceof Conv || node.op() instanceof QLinearConv;
    }
}
