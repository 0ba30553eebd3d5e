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
    void areOneDnnsWhereItHasTheOperator() {
        Graph graph = GraphText.parse("""
                x: f32[n, 3, 8, 8]
                const w: f32[3, 4, 3, 3] = random 1
                const c: f32[4] = random 2
                const row: f32[10] = random 3
                const axes: i64[1] = [-1]
                const repeats: i64[4] = [1, 1, 1, 2]
                transposed = conv_transpose x, w {kernel = [3, 3]}
                groups = group_norm transposed, c, c {groups = 2}
                layer = layer_norm groups, row, row
                gelu = gelu layer {approximation = tanh}
                exp = exp gelu
                log = log_softmax exp
                max = reduce_max log, axes
                erf = erf max
                tile = tile erf, repeats
                return tile
                """);
        assertEquals(List.of("groups", "max", "erf", "tile"), evaluated(graph));
        assertEquals(List.of(), evaluated(GraphText.parse("""
                x: u8[n, 3, 8, 8]
                const axes: i64[1] = [-1]
                max = reduce_max x, axes {keep_axes = false}
                return max
                """)));
    }

    /// The nodes that run as defined.
    private static List<String> evaluated(Graph graph) {
        try (TimedSteps timed = TimedSteps.of(graph, new SessionOptions(2, Set.of()))) {
            return timed.steps().stream().filter(step -> step.implementation().equals("java"))
                    .map(step -> step.nodes().getFirst().label()).toList();
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
