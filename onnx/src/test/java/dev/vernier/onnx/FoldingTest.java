package dev.vernier.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.pass.Folding;
import dev.vernier.pass.Rewriter;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldingTest {
    private static Graph read(String model) {
        return OnnxReader.read(Shared.path("models/" + model + ".onnx")).graph();
    }

    private static Map<String, Long> operators(Graph graph) {
        return graph.nodes()
                .stream()
                .collect(Collectors.groupingBy(node -> node.op().word(), TreeMap::new, Collectors.counting()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet20-cifar10", "resnet56-cifar10"})
    void leavesNoArithmeticOnShapesBehind(String model) {
        Set<String> left = operators(Rewriter.run(read(model), Folding.standard()).graph()).keySet();
        assertEquals(Set.of("add", "average_pool", "conv", "flatten", "gemm", "pad", "relu", "slice"), left);
    }

    @Test
    void foldsEveryBatchNormOfResNet20() {
        Graph graph = Rewriter.run(read("resnet20-cifar10"), Folding.standard()).graph();
        assertEquals(19, operators(graph).get("conv"));
        assertEquals(56, graph.nodes().size());
    }

    @Test
    void cleansWithoutFoldingBatchNorms() {
        Map<String, Long> left = operators(Rewriter.run(read("resnet20-cifar10"), Folding.cleaning()).graph());
        assertEquals(19, left.get("batch_norm"));
        assertTrue(!left.containsKey("shape") && !left.containsKey("concat") && !left.containsKey("cast"),
                left::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet18-cifar10", "mobilenet_v2-cifar10", "resnet20-cifar10"})
    void readsBackTheTextOfRealModels(String model) {
        Graph graph = read(model);
        assertEquals(graph, GraphText.parse(GraphText.print(graph), graph.constants()));
    }
}
