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
    static List<Input> of(List<Input> inputs) {
        List<Input> bytes = inputs.stream().filter(IntegerInput::isOfBytes).toList();
        return bytes.size() == inputs.size() ? bytes
                : bytes.stream().filter(input -> input.type().shape().rank() == IMAGE).toList();
    }

    /// The inputs as they are read then.
    static List<Input> read(List<Input> inputs) {
        List<Input> bytes = of(inputs);
        return inputs.stream().map(input -> bytes.contains(input)
                ? real(input)
                : input).toList();
    }

    private static boolean isOfBytes(Input input) {
        return input.type().dtype() == DType.U8 || input.type().dtype() == DType.I8;
    }

    private static Input real(Input input) {
        return new Input(input.name(), input.type().with(DType.F32));
    }

    static Graph widened(Graph graph, List<Input> inputs) {
        FreshNames fresh = new FreshNames(graph.names());
        Map<String, String> bytes = new HashMap<>();
        List<Node> nodes = new ArrayList<>();
        for (Input input : inputs) {
            bytes.put(input.name(), fresh.of(input.name() + "/" + input.type().dtype()));
            nodes.add(Node.of(bytes.get(input.name()), new Cast(input.type().dtype()), input.name()));
        }
        for (Node node : graph.nodes()) {
            nodes.add(node.withInputs(node.inputs().stream().map(name -> bytes.getOrDefault(name, name)).toList()));
        }
        return new Graph(graph.inputs().stream().map(input -> bytes.containsKey(input.name())
                ? real(input)
                : input).toList(), graph.constants(), nodes, graph.outputs());
    }
}
