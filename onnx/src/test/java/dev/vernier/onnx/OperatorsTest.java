package dev.vernier.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.graph.Input;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.OpLines;
import dev.vernier.graph.op.Quantize;
import dev.vernier.graph.op.TensorType;
import dev.vernier.tensor.DType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OperatorsTest {
    static Stream<Node> nodes() {
        return OpLines.nodes().stream();
    }

    @ParameterizedTest
    @MethodSource("nodes")
    void areReadAsTheyWereWritten(Node node) {
        Map<String, TensorType> types = new HashMap<>();
        node.inputs().forEach(name -> types.put(name, TensorType.of(DType.F32, 1)));
        node.outputs().forEach(name -> types.put(name, TensorType.of(DType.F32, 1)));
        if (node.op() instanceof Quantize quantize) {
            types.put(node.input(2), TensorType.of(quantize.to(), 1));
        }
        PartialGraph graph = new PartialGraph(Set.copyOf(types.keySet()));
        node.inputs().stream().filter(name -> !name.isEmpty())
                .forEach(name -> graph.add(new Input(name, types.get(name))));
        NodeReader.read(NodeWriter.write(node, types).proto(), OnnxReader.NEWEST_OPSET, graph, new TensorReader(null));
        assertEquals(node.op(), graph.graph(List.of("y")).nodes().getLast().op());
    }
}
