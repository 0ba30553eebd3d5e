package dev.vernier.onnx;

import dev.vernier.graph.FreshNames;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Input;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Cast;
import dev.vernier.tensor.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A graph whose one input holds bytes, as of networks that normalize pictures themselves, with an input of float32 that holds
/// the same whole numbers and a cast behind it.
final class IntegerInput {
    private IntegerInput() {}

    /// Empty where it has several inputs, or one of another type.
    static Optional<Graph> widened(Graph graph) {
        if (graph.inputs().size() != 1) {
            return Optional.empty();
        }
        Input input = graph.inputs().getFirst();
        DType type = input.type().dtype();
        if (type != DType.U8 && type != DType.I8) {
            return Optional.empty();
        }
        String bytes = new FreshNames(graph.names()).of(input.name() + "/" + type);
        List<Node> nodes = new ArrayList<>(List.of(Node.of(bytes, new Cast(type), input.name())));
        for (Node node : graph.nodes()) {
            List<String> inputs = new ArrayList<>(node.inputs());
            inputs.replaceAll(name -> name.equals(input.name()) ? bytes : name);
            nodes.add(node.withInputs(inputs));
        }
        return Optional.of(new Graph(List.of(new Input(input.name(), input.type().with(DType.F32))), graph.constants(),
                nodes, graph.outputs()));
    }
}
