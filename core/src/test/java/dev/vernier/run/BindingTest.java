package dev.vernier.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BindingTest {
    private static final Graph GRAPH = GraphText.parse("""
            x: f32[n, 2]
            y = relu x
            return y
            """);

    private static String failure(int samples, Map<String, MemorySegment> inputs, Map<String, MemorySegment> outputs) {
        try (Session session = new ReferenceEngine().open(GRAPH, SessionOptions.DEFAULT)) {
            return assertThrows(IllegalArgumentException.class, () -> session.bind(samples, inputs, outputs))
                    .getMessage();
        }
    }

    private static MemorySegment floats(int count) {
        return MemorySegment.ofArray(new float[count]);
    }

    @Test
    void readsAndWritesWhatItWasGiven() {
        float[] x = {-1, 2, 3, -4};
        float[] y = new float[4];
        try (Session session = new ReferenceEngine().open(GRAPH, SessionOptions.DEFAULT)) {
            Binding binding = session.bind(
                    2, Map.of("x", MemorySegment.ofArray(x)), Map.of("y", MemorySegment.ofArray(y)));
            binding.run();
            assertArrayEquals(new float[] {0, 2, 3, 0}, y);
            x[0] = 5;
            binding.run();
            assertArrayEquals(new float[] {5, 2, 3, 0}, y);
        }
    }

    @Test
    void namesWhatDoesNotFit() {
        assertEquals("input 'x': no memory, needed 16 (f32[2, 2])", failure(2, Map.of(), Map.of("y", floats(4))));
        assertEquals("output 'y': 20 bytes, needed 16 (f32[2, 2])",
                failure(2, Map.of("x", floats(4)), Map.of("y", floats(5))));
        assertEquals("samples = 0, needed at least 1", failure(0, Map.of(), Map.of()));
        assertEquals("inputs [x, z], needed [x]",
                failure(1, new TreeMap<>(Map.of("x", floats(2), "z", floats(2))), Map.of("y", floats(2))));
    }

    @Test
    void rejectsNoThreads() {
        assertEquals("threads = 0, needed at least 1",
                assertThrows(IllegalArgumentException.class, () -> SessionOptions.DEFAULT.withThreads(0)).getMessage());
    }
}
