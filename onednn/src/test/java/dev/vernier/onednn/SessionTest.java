package dev.vernier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.vernier.graph.Graph;
import dev.vernier.run.Binding;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
    private static final int CLASSES = 10;
    private static final int CALLS = 20;
    private static final int ROUNDS = 5;
    private static final Graph FLOAT = ModelsTest.model("resnet20");
    private static final Graph INTEGER = ModelsTest.quantized(FLOAT).integer();

    private static Session open(Graph graph) {
        return new OneDnnEngine().open(graph, SessionOptions.DEFAULT);
    }

    private static Tensor run(Session session, Tensor x) {
        return session.run(Map.of("input", x)).get("logits");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void givesTheSameIntegersForEveryBatchAndNumberOfThreads(int threads) {
        Tensor x = ModelsTest.samples(32);
        Tensor expected;
        try (Session session = open(INTEGER)) {
            expected = run(session, x);
        }
        SessionOptions options = SessionOptions.DEFAULT.withThreads(threads);
        try (Session session = new OneDnnEngine().open(INTEGER, options)) {
            for (int batch : new int[] {1, 3, 5, 6, 7, 16, 17, 32}) {
                for (int from = 0; from + batch <= 32; from += batch) {
                    assertEquals(expected.rows(from, from + batch), run(session, x.rows(from, from + batch)),
                            "batch of " + batch + " from " + from);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givesTheSameBitsOnSiblingsSideBySide(boolean isInteger) throws Exception {
        Tensor x = ModelsTest.samples(48);
        try (Session session = open(isInteger ? INTEGER : FLOAT);
                ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Tensor expected = run(session, x);
            List<Future<Tensor>> results = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int batch = List.of(1, 3, 16, 17, 32, 48).get(i);
                results.add(threads.submit(() -> {
                    try (Session sibling = session.sibling()) {
                        Tensor first = run(sibling, x.rows(0, batch));
                        for (int repeat = 0; repeat < 3; repeat++) {
                            assertEquals(first, run(sibling, x.rows(0, batch)));
                        }
                        return first;
                    }
                }));
            }
            for (Future<Tensor> result : results) {
                assertEquals(expected.rows(0, result.get().shape().size(0)), result.get());
            }
        }
    }

    @Test
    void lendsOneSessionToSeveralThreads() throws Exception {
        Tensor x = ModelsTest.samples(4);
        try (Session session = open(INTEGER); ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Tensor expected = run(session, x);
            List<Future<Tensor>> results = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                int sample = i % 4;
                results.add(threads.submit(() -> run(session, x.rows(sample, sample + 1))));
            }
            for (int i = 0; i < 30; i++) {
                assertEquals(expected.rows(i % 4, i % 4 + 1), results.get(i).get());
            }
        }
    }

    @Test
    void outlivesTheSessionThatItWasOpenedFrom() {
        Tensor x = ModelsTest.samples(1);
        Session session = open(INTEGER);
        Tensor expected = run(session, x);
        try (Session sibling = session.sibling()) {
            session.close();
            session.close();
            assertEquals(expected, run(sibling, x));
        }
        assertThrows(IllegalStateException.class, () -> run(session, x));
        assertThrows(IllegalStateException.class, session::sibling);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16, 21})
    void readsAndWritesTheMemoryItIsBoundTo(int samples) {
        Tensor x = ModelsTest.samples(2 * samples);
        try (Session session = open(INTEGER); Arena arena = Arena.ofConfined()) {
            MemorySegment input = arena.allocate(x.segment().byteSize() / 2);
            MemorySegment output = MemorySegment.ofArray(new float[samples * CLASSES]);
            Binding binding = session.bind(samples, Map.of("input", input), Map.of("logits", output));
            for (int part = 0; part < 2; part++) {
                Tensor rows = x.rows(part * samples, (part + 1) * samples);
                input.copyFrom(rows.segment());
                binding.run();
                assertEquals(run(session, rows).segment().mismatch(output), -1);
            }
        }
    }

    @Test
    void rejectsMemoryThatDoesNotFit() {
        MemorySegment input = MemorySegment.ofArray(new float[3 * 32 * 32]);
        MemorySegment output = MemorySegment.ofArray(new float[CLASSES + 1]);
        try (Session session = open(FLOAT)) {
            assertEquals("output 'logits': 44 bytes, needed 40 (f32[1, 10])",
                    assertThrows(IllegalArgumentException.class,
                            () -> session.bind(1, Map.of("input", input), Map.of("logits", output))).getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 40})
    void allocatesNothingWhenBound(int samples) {
        Tensor x = ModelsTest.samples(samples);
        for (Graph graph : List.of(FLOAT, INTEGER)) {
            try (Session session = open(graph)) {
                MemorySegment output = MemorySegment.ofArray(new float[samples * CLASSES]);
                Binding binding = session.bind(samples, Map.of("input", x.segment()), Map.of("logits", output));
                assertEquals(0, allocated(0, binding::run));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 40})
    void allocatesNothingBesideTheResult(int samples) {
        Map<String, Tensor> given = Map.of("input", ModelsTest.samples(samples));
        Shape shape = Shape.of(samples, CLASSES);
        long result = allocated((long) samples * CLASSES * Float.BYTES, () -> {
            Map<String, Tensor> results = new LinkedHashMap<>();
            results.put("logits", Tensor.of(shape, new float[samples * CLASSES]));
        });
        assertTrue(result >= (long) samples * CLASSES * Float.BYTES, () -> result + " bytes");
        for (Graph graph : List.of(FLOAT, INTEGER)) {
            try (Session session = open(graph)) {
                assertEquals(result, allocated(result, () -> session.run(given)));
            }
        }
    }

    /// The bytes that a call takes from the heap once everything that it needs is there: the least of several rounds, since
    /// code that is compiled meanwhile allocates until it is.
    ///
    /// @param needed at least; no more rounds follow one that took just that
    private static long allocated(long needed, Runnable call) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least / CALLS != needed; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < CALLS; i++) {
                call.run();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least / CALLS;
    }
}
