package dev.vernier.quant;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Gives every layer a bias of its own: the codes of a bias depend on the scale of its layer's input, so layers cannot
/// share one.
public final class UnshareBiases {
    private UnshareBiases() {}

    public static Graph apply(Graph graph) {
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        List<Node> nodes = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Node node : graph.nodes()) {
            nodes.add(Layer.of(node, graph)
                    .filter(layer -> layer.hasBias() && !taken.add(layer.bias()))
                    .map(layer -> withOwnBias(layer, constants))
                    .orElse(node));
        }
        return taken.isEmpty() ? graph : new Graph(graph.inputs(), constants, nodes, graph.outputs());
    }

    private static Node withOwnBias(Layer layer, Map<String, Tensor> constants) {
        String copy = layer.node().output() + "/bias";
        constants.put(copy, constants.get(layer.bias()));
        List<String> inputs = new ArrayList<>(layer.node().inputs());
        inputs.set(2, copy);
        return layer.node().withInputs(inputs);
    }
}
