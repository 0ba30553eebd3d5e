package dev.vernier.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.onnx.OnnxWriter;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OnnxRuntimePeerTest {
    private static final Graph GRAPH = GraphText.parse("""
            x: f32[n, 2, 4, 4]
            const w: f32[3, 2, 1, 1] = random 1
            c = conv x, w, _ {kernel = [1, 1]}
            y = relu c
            return y
            """);

    private final Map<String, Tensor> inputs = Map.of("x", Tensor.of(Shape.of(1, 2, 4, 4), ramp(32)));

    @Test
    void computesOnItsInputsAgainAndAgain() {
        try (OnnxRuntimePeer peer = open(GRAPH, inputs);
                Session reference = new ReferenceEngine().open(GRAPH, SessionOptions.DEFAULT)) {
            peer.run();
            float[] expected = reference.run(inputs).get("y").floats();
            float[] made = peer.outputs().get("y").floats();
            assertEquals(expected.length, made.length);
            for (int i = 0; i < made.length; i++) {
                assertEquals(expected[i], made[i], 1e-5);
            }
        }
    }

    @Test
    void namesFloatConvolutions() {
        try (OnnxRuntimePeer peer = open(GRAPH, inputs)) {
            assertTrue(peer.hasConvolutions());
            assertEquals(1, peer.floatConvolutions().size());
        }
    }

    @Test
    void knowsAModelWithoutConvolutions() {
        try (OnnxRuntimePeer peer = open(GraphText.parse("x: f32[n, 3]\ny = relu x\nreturn y\n"),
                Map.of("x", Tensor.of(Shape.of(1, 3), 1, -1, 0)))) {
            assertFalse(peer.hasConvolutions());
            assertEquals(List.of(), peer.floatConvolutions());
        }
    }

    @Test
    void refusesAModelThatItCannotRead() {
        String message = assertThrows(InputException.class,
                () -> OnnxRuntimePeer.open(Witness.AS_IT_COMES, "some.onnx", new byte[] {1, 2, 3}, inputs, 1))
                .getMessage();
        assertTrue(message.startsWith("some.onnx: ") && message.lines().count() == 1, message);
    }

    private static OnnxRuntimePeer open(Graph graph, Map<String, Tensor> inputs) {
        return OnnxRuntimePeer.open(Witness.AS_IT_COMES, "a graph", OnnxWriter.toBytes(graph, Map.of()), inputs, 1);
    }

    private static float[] ramp(int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = i - count / 2f;
        }
        return values;
    }
}
