package dev.vernier.pass;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.graph.Input;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/// What the tests of rules assert.
final class Rewrites {
    private static final int BATCH = 3;

    private Rewrites() {}

    /// The rule makes `after` of `before`; constants are compared where `after` writes them out.
    static void assertRewrites(Rule rule, String before, String after) {
        Rewriting rewriting = Rewriter.run(GraphText.parse(before), List.of(rule));
        assertFalse(rewriting.patches().isEmpty(), rule.name() + " did not fire");
        assertEquals(after, print(rewriting.graph(), after.contains("const ")));
    }

    static void assertRefuses(Rule rule, String before) {
        Graph graph = GraphText.parse(before);
        assertEquals(graph, Rewriter.run(graph, List.of(rule)).graph());
    }

    /// The graph gives the same before and after, each element within `tolerance`, relative to the largest.
    static void assertAgrees(Rule rule, String text, float tolerance) {
        Graph before = GraphText.parse(text);
        Rewriting rewriting = Rewriter.run(before, List.of(rule));
        assertFalse(rewriting.patches().isEmpty(), rule.name() + " did not fire");
        Map<String, Tensor> inputs = samples(before);
        Map<String, Tensor> expected = run(before, inputs);
        Map<String, Tensor> actual = run(rewriting.graph(), inputs);
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, tensor) -> {
            assertEquals(tensor.shape(), actual.get(name).shape());
            float largest = 0;
            for (float value : tensor.floats()) {
                largest = Math.max(largest, Math.abs(value));
            }
            assertArrayEquals(tensor.floats(), actual.get(name).floats(), largest * tolerance, name);
        });
    }

    private static Map<String, Tensor> run(Graph graph, Map<String, Tensor> inputs) {
        try (Session session = new ReferenceEngine().open(graph, SessionOptions.DEFAULT)) {
            return session.run(inputs);
        }
    }

    private static Map<String, Tensor> samples(Graph graph) {
        Random random = new Random(5);
        Map<String, Tensor> samples = new HashMap<>();
        for (Input input : graph.inputs()) {
            Shape shape = input.type().shape().at(BATCH);
            float[] values = new float[shape.elementCount()];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.nextFloat(-2, 2);
            }
            samples.put(input.name(), Tensor.of(shape, values));
        }
        return samples;
    }

    private static String print(Graph graph, boolean constants) {
        return GraphText.print(graph)
                .lines()
                .filter(line -> constants || !line.startsWith("const "))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }
}
