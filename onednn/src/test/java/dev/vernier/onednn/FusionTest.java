package dev.vernier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Input;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Add;
import dev.vernier.graph.op.Conv;
import dev.vernier.graph.op.Relu;
import dev.vernier.graph.op.Reshape;
import dev.vernier.graph.op.TensorType;
import dev.vernier.graph.op.Transpose;
import dev.vernier.graph.op.Window;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FusionTest {
    private static final Node CONV = Node.of("c", new Conv(Window.of(List.of(1, 1)), 1), "x", "w");
    private static final Node RELU = Node.of("r", new Relu(), "c");
    private static final Node SUM = Node.of("y", new Add(), "r", "x");

    @Test
    void appliesAnActivationBeforeTheResultIsStored() {
        assertEquals(1, executions(List.of(CONV, RELU), "r", Set.of()));
    }

    @Test
    void storesWhatIsTapped() {
        assertEquals(2, executions(List.of(CONV, RELU), "r", Set.of("c")));
    }

    @Test
    void storesWhatAnotherNodeReads() {
        assertEquals(3, executions(List.of(CONV, RELU, Node.of("y", new Add(), "r", "c")), "y", Set.of()));
    }

    @Test
    void appliesAnActivationToASum() {
        assertEquals(2, executions(List.of(CONV, RELU, SUM, Node.of("z", new Relu(), "y")), "z", Set.of()));
    }

    /// The transposed tensor lies in a row-major copy of the convolution's result, which the second output is read from.
    @Test
    void keepsACopyThatIsReadAgain() {
        Random random = new Random(4);
        Tensor x = Cases.reals(random, 2, 16, 3, 3);
        Graph graph = new Graph(List.of(new Input("x", TensorType.of(DType.F32, Shape.N, 16, 3, 3))),
                Map.of("w", Cases.reals(random, 16, 16, 1, 1), "shape", Tensor.ofI64(Shape.of(4), -1, 3, 3, 16)),
                List.of(CONV, Node.of("r", new Reshape(false), "c", "shape"),
                        Node.of("t", new Transpose(List.of(0, 3, 1, 2)), "r"),
                        Node.of("u", new Conv(Window.of(List.of(1, 1)), 1), "t", "w"),
                        Node.of("s", new Conv(Window.of(List.of(1, 1)), 1), "u", "w"),
                        Node.of("y", new Add(), "t", "s")),
                List.of("y", "c"));
        try (Session reference = new ReferenceEngine().open(graph, SessionOptions.DEFAULT);
                Session session = new OneDnnEngine().open(graph, SessionOptions.DEFAULT)) {
            Map<String, Tensor> actual = session.run(Map.of("x", x));
            reference.run(Map.of("x", x)).forEach((name, tensor) -> {
                for (int i = 0; i < tensor.size(); i++) {
                    assertEquals(tensor.floatAt(i), actual.get(name).floatAt(i), 1e-4, name);
                }
            });
        }
    }

    /// How many primitives compute, after checking what they compute. Reorders are not counted.
    private static long executions(List<Node> nodes, String output, Set<String> taps) {
        Random random = new Random(3);
        Tensor x = Cases.reals(random, 2, 16, 3, 3);
        Graph graph = new Graph(List.of(new Input("x", TensorType.of(DType.F32, Shape.N, 16, 3, 3))),
                Map.of("w", Cases.reals(random, 16, 16, 1, 1)), nodes, List.of(output));
        SessionOptions options = SessionOptions.DEFAULT.withTaps(taps);
        try (Session reference = new ReferenceEngine().open(graph, options);
                OneDnnSession session = (OneDnnSession) new OneDnnEngine().open(graph, options)) {
            Map<String, Tensor> expected = reference.run(Map.of("x", x));
            Map<String, Tensor> actual = session.run(Map.of("x", x));
            assertEquals(expected.keySet(), actual.keySet());
            expected.forEach((name, tensor) -> {
                for (int i = 0; i < tensor.size(); i++) {
                    assertEquals(tensor.floatAt(i), actual.get(name).floatAt(i), 1e-4, name);
                }
            });
            return session.plan().steps().stream()
                    .filter(step -> step instanceof Primitive.Execution execution && !execution.isReorder())
                    .count();
        }
    }
}
