package dev.vernier.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReferenceEngineTest {
    private static final String TWO_ROWS_A_SAMPLE = """
            x: f32[n, 2]
            const s: i64[2] = [-1, 1]
            r = relu x
            y = reshape r, s
            return y
            """;

    private static Map<String, Tensor> run(String graph, int microBatch, Set<String> taps, Map<String, Tensor> inputs) {
        try (Session session =
                new ReferenceEngine().open(GraphText.parse(graph), new SessionOptions(microBatch, taps))) {
            return session.run(inputs);
        }
    }

    private static String failure(String graph, Set<String> taps, Map<String, Tensor> inputs) {
        return assertThrows(IllegalArgumentException.class, () -> run(graph, 4, taps, inputs)).getMessage();
    }

    private static Tensor counted(int... sizes) {
        float[] values = new float[Shape.of(sizes).elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = i - 3;
        }
        return Tensor.of(Shape.of(sizes), values);
    }

    @Test
    void givesTheSameForEveryMicroBatch() {
        Map<String, Tensor> inputs = Map.of("x", counted(5, 2));
        Map<String, Tensor> whole = run(TWO_ROWS_A_SAMPLE, 5, Set.of("r"), inputs);
        assertEquals(Tensor.of(Shape.of(10, 1), 0, 0, 0, 0, 1, 2, 3, 4, 5, 6), whole.get("y"));
        assertEquals(List.of("y", "r"), List.copyOf(whole.keySet()));
        for (int microBatch : new int[] {1, 2, 3, 4, 16}) {
            assertEquals(whole, run(TWO_ROWS_A_SAMPLE, microBatch, Set.of("r"), inputs));
        }
    }

    @Test
    void padsOnlyWhatIsNotExact() {
        assertEquals(List.of(Shape.of(4, 2), Shape.of(1, 2)), shapesSeen("relu"));
        assertEquals(List.of(Shape.of(4, 2), Shape.of(4, 2)), shapesSeen("tanh"));
    }

    /// What an operator's input looks like in each micro-batch of four, of five samples.
    private static List<Shape> shapesSeen(String operator) {
        List<Shape> shapes = new ArrayList<>();
        ReferenceEngine engine = new ReferenceEngine((node, inputs) -> {
            shapes.add(inputs.at(0).shape());
            return node.op().evaluate(inputs);
        });
        Graph graph = GraphText.parse("x: f32[n, 2]\ny = " + operator + " x\nreturn y\n");
        try (Session session = engine.open(graph, new SessionOptions(4, Set.of()))) {
            assertEquals(Shape.of(5, 2), session.run(Map.of("x", counted(5, 2))).get("y").shape());
        }
        return shapes;
    }

    @Test
    void runsAModelOfAFixedBatchOnAnyNumberOfSamples() {
        String fixed = """
                x: f32[2, 2]
                y = relu x
                return y
                """;
        for (int samples = 1; samples <= 5; samples++) {
            Tensor x = counted(samples, 2);
            Tensor y = run(fixed, 16, Set.of(), Map.of("x", x)).get("y");
            assertEquals(run(TWO_ROWS_A_SAMPLE, 16, Set.of("r"), Map.of("x", x)).get("r"), y);
        }
    }

    @Test
    void runsAModelWithoutABatchAsItIs() {
        String scalars = """
                x: f32[]
                m: f32[2, 2]
                y = mul x, m
                z = reduce_mean y {keep_axes = false}
                return z
                """;
        Map<String, Tensor> inputs = Map.of("x", Tensor.scalar(2), "m", counted(2, 2));
        assertEquals(Tensor.scalar(-3), run(scalars, 16, Set.of(), inputs).get("z"));
    }

    @Test
    void returnsWhatNoSampleDecidesOnce() {
        String graph = """
                x: f32[n, 2]
                const w: f32[2] = [-1, 2]
                v = relu w
                y = add x, v
                return y
                """;
        Map<String, Tensor> results = run(graph, 2, Set.of("w", "v", "x"), Map.of("x", counted(3, 2)));
        assertEquals(Tensor.of(Shape.of(2), 0, 2), results.get("v"));
        assertEquals(Tensor.of(Shape.of(2), -1, 2), results.get("w"));
        assertEquals(counted(3, 2), results.get("x"));
    }

    @Test
    void namesTheInputThatDoesNotFit() {
        assertEquals("input 'x' is missing, needed f32[n, 2]", failure(TWO_ROWS_A_SAMPLE, Set.of(), Map.of()));
        assertEquals(
                "input 'x': f32[7, 3], needed f32[n, 2]",
                failure(TWO_ROWS_A_SAMPLE, Set.of(), Map.of("x", counted(7, 3))));
        assertEquals(
                "input 'x': i8[1, 2], needed f32[n, 2]",
                failure(TWO_ROWS_A_SAMPLE, Set.of(), Map.of("x", Tensor.ofI8(Shape.of(1, 2), new byte[2]))));
        assertEquals(
                "input 'x': f32[0, 2], needed f32[n, 2]",
                failure(TWO_ROWS_A_SAMPLE, Set.of(), Map.of("x", counted(0, 2))));
        assertEquals(
                "input 'z': not an input of the graph, known: x",
                failure(TWO_ROWS_A_SAMPLE, Set.of(), Map.of("x", counted(1, 2), "z", counted(1))));
        String two = """
                a: f32[n, 2]
                b: f32[n, 2]
                y = add a, b
                return y
                """;
        assertEquals(
                "input 'b': f32[4, 2], needed f32[n, 2] with n = 3",
                failure(two, Set.of(), Map.of("a", counted(3, 2), "b", counted(4, 2))));
    }

    @Test
    void namesTheOutputThatMixesSamples() {
        String mean = """
                x: f32[n, 2]
                y = reduce_mean x {keep_axes = false}
                return y
                """;
        assertEquals(
                "output 'y': f32[], needed the samples along its first axis",
                failure(mean, Set.of(), Map.of("x", counted(1, 2))));
        assertEquals(
                "tap 'q': not in the graph, needed one of its tensors",
                failure(TWO_ROWS_A_SAMPLE, Set.of("q"), Map.of("x", counted(1, 2))));
    }

    @Test
    void namesTheNodeThatFails() {
        String division = """
                x: i32[n]
                y = div x, x
                return y
                """;
        assertEquals(
                "node 'y': div: division of the integer 0 by 0, needed another divisor",
                failure(division, Set.of(), Map.of("x", Tensor.ofI32(Shape.of(1), 0))));
    }
}
