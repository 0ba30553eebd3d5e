package dev.vernier.run;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.Input;
import dev.vernier.graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The most bytes that a graph's activations take at the same time, each living from the node that makes it to the last one
/// that reads it.
final class LiveMemory {
    private LiveMemory() {}

    /// @param inference at the batch size in question
    static long of(Graph graph, Inference inference) {
        Map<String, Integer> lastReads = new HashMap<>();
        List<Node> nodes = graph.nodes();
        for (int i = 0; i < nodes.size(); i++) {
            for (String name : Stream.concat(nodes.get(i).inputs().stream(), nodes.get(i).outputs().stream())
                    .toList()) {
                lastReads.put(name, i);
            }
        }
        graph.outputs().forEach(name -> lastReads.put(name, nodes.size()));
        long live = graph.inputs().stream().map(Input::name).mapToLong(name -> bytes(name, inference)).sum();
        long most = live;
        for (int i = 0; i < nodes.size(); i++) {
            int now = i;
            live += nodes.get(i).outputs().stream().mapToLong(name -> bytes(name, inference)).sum();
            most = Math.max(most, live);
            live -= Stream.concat(nodes.get(i).inputs().stream(), nodes.get(i).outputs().stream()).distinct()
                    .filter(name -> lastReads.get(name) == now && !graph.isConstant(name))
                    .mapToLong(name -> bytes(name, inference)).sum();
        }
        return most;
    }

    private static long bytes(String name, Inference inference) {
        if (name.isEmpty() || inference.value(name).isPresent()) {
            return 0;
        }
        return (long) inference.type(name).shape().elementCount() * inference.type(name).dtype().byteSize();
    }
}
