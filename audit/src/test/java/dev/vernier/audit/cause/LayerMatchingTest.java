package dev.vernier.audit.cause;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LayerMatchingTest {
    private static final String WEIGHTS = """
            const a: f32[4, 3, 1, 1] = random 1
            const b: f32[4, 4, 1, 1] = random 2
            const c: f32[4, 4, 1, 1] = random 3
            const flat: i64[2] = [0, 64]
            """;
    private static final Graph KERAS = GraphText.parse("image: f32[n, 3, 4, 4]\n" + WEIGHTS + """
            const d: f32[64, 2] = random 4
            first = conv image, a {kernel = [1, 1]}
            left = conv first, b {kernel = [1, 1]}
            right = conv first, c {kernel = [1, 1]}
            sum = add left, right
            rows = flatten sum
            scores = gemm rows, d
            out = softmax scores {axis = 1}
            return out
            """);
    private static final Graph OTHER = GraphText.parse("input: f32[n, 3, 4, 4]\n" + WEIGHTS + """
            const w: f32[2, 64] = random 5
            t1 = conv input, a {kernel = [1, 1]}
            t2 = conv t1, c {kernel = [1, 1]}
            t3 = conv t1, b {kernel = [1, 1]}
            t4 = add t2, t3
            t5 = reshape t4, flat
            t6 = gemm t5, w {transpose_b = true}
            t7 = softmax t6 {axis = 1}
            return t7
            """);

    /// The other network's matrix is the first one's, the other way round.
    private static Graph other() {
        Tensor matrix = KERAS.constants().get("d");
        float[] turned = new float[matrix.size()];
        for (int i = 0; i < turned.length; i++) {
            turned[i % 2 * 64 + i / 2] = matrix.floatAt(i);
        }
        Map<String, Tensor> constants = new HashMap<>(OTHER.constants());
        constants.put("w", Tensor.of(Shape.of(2, 64), turned));
        return OTHER.withConstants(constants);
    }

    @Test
    void pairsLayersOfOtherNamesAndAnotherOrderByTheirWeights() {
        LayerMatching same = LayerMatching.of(KERAS, other());
        assertEquals(List.of("a a", "c c", "b b", "d w"), same.layers().stream()
                .map(pair -> pair.reference().weight() + " " + pair.candidate().weight()).toList());
    }

    @Test
    void pairsActivationsBetweenThemByTheirPlace() {
        assertEquals(Map.of("input", "image", "t1", "first", "t2", "right", "t3", "left", "t4", "sum", "t5", "rows",
                "t6", "scores", "t7", "out"), LayerMatching.of(KERAS, other()).tensors());
    }

    @Test
    void pairsLayersOfAShapeInOrderWhereTheirWeightsTellNothing() {
        Graph candidate = other();
        Map<String, Tensor> constants = new HashMap<>(candidate.constants());
        constants.put("w", Tensor.of(Shape.of(2, 64), new float[128]));
        LayerMatching same = LayerMatching.of(KERAS, candidate.withConstants(constants));
        assertEquals("d", same.layers().getLast().reference().weight());
    }

    @Test
    void comparesNoWeightsThatLieTheOtherWayRound() {
        assertFalse(LayerMatching.of(KERAS, other()).all(KERAS, other()).containsKey("w"));
        Graph turned = Orientation.of(KERAS, other());
        assertEquals(other().constants().get("w"), turned.constants().get("d"));
        assertEquals("d", LayerMatching.of(turned, other()).all(turned, other()).get("w"));
        Tensor x = Tensor.of(Shape.of(1, 3, 4, 4), new float[48]);
        assertEquals(run(KERAS, x), run(turned, x));
    }

    private static Tensor run(Graph graph, Tensor x) {
        try (Session session = new ReferenceEngine().open(graph, SessionOptions.DEFAULT)) {
            return session.run(Map.of("image", x)).get("out");
        }
    }
}
