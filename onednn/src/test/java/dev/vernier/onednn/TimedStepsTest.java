package dev.vernier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.graph.Node;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TimedStepsTest {
    private static final Graph GRAPH = GraphText.parse("""
            x: f32[n, 3, 8, 8]
            const w: f32[4, 3, 3, 3] = random 1
            const index: i64[2] = [0, 2]
            c = conv x, w, _ {kernel = [3, 3]}
            r = relu c
            y = gather r, index {axis = 1}
            return y
            """);

    private final Map<String, Tensor> inputs = Map.of("x", Tensor.of(Shape.of(2, 3, 8, 8), new float[2 * 3 * 8 * 8]));

    @Test
    void nameTheNodesThatAreFusedTogether() {
        try (TimedSteps timed = TimedSteps.of(GRAPH, new SessionOptions(2, Set.of()))) {
            List<List<String>> nodes = timed.steps().stream().filter(step -> !step.isReorder())
                    .map(step -> step.nodes().stream().map(Node::label).toList()).toList();
            assertEquals(List.of(List.of("c", "r"), List.of("y")), nodes);
            assertEquals("java", timed.steps().stream().filter(step -> !step.isReorder()).toList().getLast()
                    .implementation());
        }
    }

    @Test
    void areTimedOneByOne() {
        try (TimedSteps timed = TimedSteps.of(GRAPH, new SessionOptions(2, Set.of()))) {
            long[] times = timed.time(inputs);
            assertEquals(timed.steps().size(), times.length);
            for (long nanoseconds : times) {
                assertTrue(nanoseconds > 0);
            }
        }
    }
}
