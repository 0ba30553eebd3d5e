package dev.vernier.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Op;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.onnx.OnnxWriter;
import dev.vernier.tensor.Tensor;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RoundTripTest {
    private static final String OF_ANOTHER_DOMAIN =
            "QGemm|QLinearAdd|QLinearAveragePool|QLinearGlobalAveragePool|QLinearMul|QLinearSoftmax";

    /// What TensorFlow Lite's contracts are made of, and ONNX has no operator for.
    private static final String NOT_IN_ONNX = "QLinearSub|QLinearMean|Lookup";

    @Test
    void readsBackEveryPublishedCaseAsItWasWritten() {
        KnownGaps gaps = KnownGaps.read(Conformance.list(), "");
        Set<Class<?>> seen = new HashSet<>();
        for (Case published : Cases.read(Shared.path("data/onnx-node-tests.zip"))) {
            if (gaps.reason(published).isEmpty()) {
                Graph graph = published.graph();
                Map<String, Tensor> inputs = published.inputs(graph);
                Graph runnable = unnamed(Conformance.runnable(graph, inputs).pruned());
                assertEquals(runnable, written(runnable), published.name());
                String text = GraphText.print(runnable);
                assertEquals(runnable, GraphText.parse(text, runnable.constants()), published.name());
                runnable.nodes().forEach(node -> seen.add(node.op().getClass()));
            }
        }
        Set<String> missing = new TreeSet<>();
        for (Class<?> op : operators(Op.class)) {
            if (!seen.contains(op) && !op.getSimpleName().matches(OF_ANOTHER_DOMAIN + "|" + NOT_IN_ONNX)) {
                missing.add(op.getSimpleName());
            }
        }
        assertTrue(missing.isEmpty(), () -> "operators without a case: " + missing);
    }

    private static Set<Class<?>> operators(Class<?> family) {
        Set<Class<?>> operators = new HashSet<>();
        for (Class<?> member : family.getPermittedSubclasses()) {
            operators.addAll(member.isSealed() ? operators(member) : Set.of(member));
        }
        return operators;
    }

    private static Graph written(Graph graph) {
        return OnnxReader.parse("written", OnnxWriter.toBytes(graph, Map.of())).graph();
    }

    /// Nodes of ONNX's cases are not named; where a file names one like its output, the name is left out when writing.
    private static Graph unnamed(Graph graph) {
        return new Graph(graph.inputs(), graph.constants(), graph.nodes()
                .stream()
                .map(node -> new Node("", node.op(), node.inputs(), node.outputs()))
                .toList(), graph.outputs());
    }
}
