package dev.vernier.witness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Input;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Conv;
import dev.vernier.graph.op.Relu;
import dev.vernier.graph.op.TensorType;
import dev.vernier.graph.op.Window;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.onnx.OnnxWriter;
import dev.vernier.run.Engine;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxRuntimeEngineTest {
    private static final Graph SMALL = new Graph(
            List.of(new Input("x", TensorType.of(DType.F32, Shape.N, 2, 4, 4))),
            Map.of("w", noise(Shape.of(3, 2, 3, 3), 1), "b", noise(Shape.of(3), 2)),
            List.of(Node.of("c", new Conv(Window.of(List.of(3, 3)), 1), "x", "w", "b"), Node.of("y", new Relu(), "c")),
            List.of("y"));

    @Test
    void agreesWithTheReferenceOnASmallGraph() {
        Tensor x = noise(Shape.of(5, 2, 4, 4), 3);
        assertClose(run(new ReferenceEngine(), SMALL, x), run(new OnnxRuntimeEngine(), SMALL, x), 1e-5f);
    }

    @Test
    void givesTheSameBitsHoweverSamplesAreGrouped() {
        Tensor x = noise(Shape.of(37, 2, 4, 4), 4);
        Tensor all = run(new OnnxRuntimeEngine(), SMALL, x);
        assertEquals(all.rows(11, 18), run(new OnnxRuntimeEngine(), SMALL, x.rows(11, 18)));
    }

    @Test
    void returnsTaps() {
        Tensor x = noise(Shape.of(2, 2, 4, 4), 5);
        try (Session session = new OnnxRuntimeEngine().open(SMALL, SessionOptions.DEFAULT.withTaps(Set.of("c")))) {
            assertEquals(Set.of("y", "c"), session.run(Map.of("x", x)).keySet());
        }
    }

    @Test
    void rejectsTapsOnAFile(@TempDir Path folder) {
        Path file = folder.resolve("small.onnx");
        OnnxWriter.write(SMALL, Map.of(), file);
        SessionOptions tapped = SessionOptions.DEFAULT.withTaps(Set.of("c"));
        assertThrows(IllegalArgumentException.class, () -> new OnnxRuntimeEngine().openFile(file, tapped));
    }

    @Test
    void countsTheOperatorsThatAreLeftAfterFusing(@TempDir Path folder) {
        Path file = folder.resolve("small.onnx");
        OnnxWriter.write(SMALL, Map.of(), file);
        assertTrue(!new OnnxRuntimeEngine().optimizedOperators(file).containsKey("Relu"));
    }

    @Test
    void agreesWithTheReferenceOnResnet20() {
        Path file = Shared.path("models/resnet20-cifar10.onnx");
        Graph graph = OnnxReader.read(file).graph();
        Tensor x = noise(Shape.of(2, 3, 32, 32), 6);
        Tensor expected = run(new ReferenceEngine(), graph, x);
        assertClose(expected, run(new OnnxRuntimeEngine(), graph, x), 1e-3f);
        try (Session session = new OnnxRuntimeEngine().openFile(file, SessionOptions.DEFAULT)) {
            assertClose(expected, session.run(Map.of("input", x)).get("logits"), 1e-3f);
        }
    }

    @Test
    void runsOnSiblingsSideBySide() throws Exception {
        Tensor x = noise(Shape.of(40, 2, 4, 4), 6);
        Tensor expected = run(new OnnxRuntimeEngine(), SMALL, x);
        Session session = new OnnxRuntimeEngine().open(SMALL, SessionOptions.DEFAULT);
        try (Session one = session.sibling();
                Session other = one.sibling();
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            session.close();
            List<Future<Tensor>> results = new ArrayList<>();
            for (Session each : List.of(one, other, one)) {
                results.add(threads.submit(() -> each.run(Map.of("x", x)).get("y")));
            }
            for (Future<Tensor> result : results) {
                assertEquals(expected, result.get());
            }
        }
        assertThrows(IllegalStateException.class, session::sibling);
    }

    private static Tensor run(Engine engine, Graph graph, Tensor x) {
        try (Session session = engine.open(graph, SessionOptions.DEFAULT)) {
            return session.run(Map.of(graph.inputs().getFirst().name(), x)).get(graph.outputs().getFirst());
        }
    }

    private static void assertClose(Tensor expected, Tensor actual, float tolerance) {
        assertEquals(expected.shape(), actual.shape());
        assertArrayEquals(expected.floats(), actual.floats(), tolerance);
    }

    private static Tensor noise(Shape shape, long seed) {
        Random random = new Random(seed);
        float[] values = new float[shape.elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(shape, values);
    }
}
