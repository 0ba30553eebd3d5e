package dev.vernier.onnx;

import dev.vernier.graph.FreshNames;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Input;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Cast;
import dev.vernier.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A graph whose images or only inputs hold bytes, as of networks that normalize pictures themselves, with inputs of float32
/// that hold the same whole numbers and casts behind them. Bytes beside other inputs that are no images stay bytes.
final class IntegerInput {
    private static final int IMAGE = 4;

    private IntegerInput() {}

    /// Those inputs that become float32.
    static List<Input> of(Graph graph) {
        List<Input> bytes = graph.inputs().stream()
                .filter(input -> input.type().dtype() == DType.U8 || input.type().dtype() == DType.I8).toList();
        return bytes.size() == graph.inputs().size() ? bytes
                : bytes.stream().filter(input -> input.type().shape().rank() == IMAGE).toList();
    }

    static Graph widened(Graph graph, List<Input> inputs) {
        FreshNames fresh = new FreshNames(graph.names());
        Map<String, String> bytes = new HashMap<>();
        List<Node> nodes = new ArrayList<>();
        for (Input input : inputs) {
            DType type = input.type().dtype();
            bytes.put(input.name(), fresh.of(input.name() + "/" + type));
            nodes.add(Node.of(bytes.get(input.name()), new Cast(type), input.name()));
        }
        for (Node node : graph.nodes()) {
            nodes.add(node.withInputs(node.inputs().stream().map(name -> bytes.getOrDefault(name, name)).toList()));
        }
        return new Graph(graph.inputs().stream().map(input -> inputs.contains(input)
                ? new Input(input.name(), input.type().with(DType.F32))
                : input).toList(), graph.constants(), nodes, graph.outputs());
    }
}
