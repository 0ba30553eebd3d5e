package dev.vernier.report;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.Input;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.TensorType;
import java.util.List;
import java.util.Map;

/// The network that the deployed model computes, batch norms folded, as JSON.
///
/// @param nodes in an order in which each reads only what stands before it
public record NetworkAnswer(List<InputAnswer> inputs, List<NodeAnswer> nodes, List<String> outputs) {
    /// @param type such as `f32[n, 3, 32, 32]`
    public record InputAnswer(String name, String type) {
        static InputAnswer of(Input input) {
            return new InputAnswer(input.name(), input.type().toString());
        }
    }

    /// @param name what messages call it
    /// @param inputs the activations it reads
    /// @param constants the constants it reads
    /// @param types of the outputs
    public record NodeAnswer(String name, String op, List<String> inputs, List<String> constants,
            List<String> outputs, List<String> types) {
        static NodeAnswer of(Node node, Graph graph, Map<String, TensorType> types) {
            List<String> read = node.inputs().stream().filter(input -> !input.isEmpty()).toList();
            List<String> made = node.outputs().stream().filter(output -> !output.isEmpty()).toList();
            return new NodeAnswer(node.label(), node.op().word(),
                    read.stream().filter(input -> !graph.isConstant(input)).toList(),
                    read.stream().filter(graph::isConstant).toList(),
                    made, made.stream().map(output -> types.get(output).toString()).toList());
        }
    }

    static NetworkAnswer of(Graph graph) {
        Map<String, TensorType> types = Inference.types(graph);
        return new NetworkAnswer(graph.inputs().stream().map(InputAnswer::of).toList(),
                graph.nodes().stream().map(node -> NodeAnswer.of(node, graph, types)).toList(), graph.outputs());
    }
}
