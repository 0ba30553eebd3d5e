package dev.vernier.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.graph.Inference;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LiveMemoryTest {
    private static long bytes(String graph, int batch) {
        Graph parsed = GraphText.parse(graph);
        return LiveMemory.of(parsed, Inference.at(parsed, batch));
    }

    private static Graph network(int side) {
        return GraphText.parse("""
                x: f32[n, 3, SIDE, SIDE]
                a = relu x
                b = sigmoid a
                y = global_average_pool b
                return y
                """.replace("SIDE", Integer.toString(side)));
    }

    @Test
    void countsWhatLivesAtTheSameTime() {
        assertEquals(2 * 4 * 100, bytes("x: f32[n, 100]\na = relu x\nb = relu a\nc = relu b\nreturn c\n", 1));
        assertEquals(3 * 4 * 100, bytes("x: f32[n, 100]\na = relu x\nb = relu a\nc = add a, b\nreturn c\n", 1));
        assertEquals(5 * 2 * 4 * 100, bytes("x: f32[n, 100]\na = relu x\nreturn a\n", 5));
    }

    @Test
    void countsCodesByTheirSizeAndConstantsNot() {
        assertEquals(4 * 100 + 100, bytes(
                "x: f32[n, 100]\nconst s: f32[] = 1.0\nq = quantize x, s\nreturn q\n", 1));
        assertEquals(4 * 100, bytes("x: f32[n, 100]\nreturn x\n", 1));
    }

    @Test
    void keepsSmallSamplesSixteenAtATime() {
        assertEquals(16, MicroBatches.of(network(224), SessionOptions.DEFAULT).size());
        assertEquals(16, MicroBatches.of(network(1000), SessionOptions.DEFAULT).size());
    }

    @Test
    void runsFewerLargeSamplesAtATime() {
        assertEquals(4, MicroBatches.of(network(2048), SessionOptions.DEFAULT).size());
        assertEquals(1, MicroBatches.of(network(5000), SessionOptions.DEFAULT).size());
    }

    @Test
    void runsAsManyAsAskedExactly() {
        assertEquals(16, MicroBatches.of(network(5000), new SessionOptions(16, Set.of())).size());
    }
}
