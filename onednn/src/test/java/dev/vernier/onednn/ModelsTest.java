package dev.vernier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import dev.vernier.graph.Graph;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.pass.Folding;
import dev.vernier.pass.Rewriter;
import dev.vernier.quant.Placement;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.quant.Quantizer;
import dev.vernier.quant.Range;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelsTest {
    private static final int SAMPLES = 256;

    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "resnet20", "resnet56", "mobilenet_v2"})
    void agreesWithTheReference(String name) {
        Graph graph = model(name);
        Tensor x = samples(3);
        Tensor expected;
        try (Session session = new ReferenceEngine().open(graph, new SessionOptions(1, Set.of()))) {
            expected = run(session, graph, x);
        }
        try (Session session = new OneDnnEngine().open(graph, SessionOptions.DEFAULT)) {
            Tensor actual = run(session, graph, x);
            assertEquals(expected.shape(), actual.shape());
            for (int i = 0; i < expected.size(); i++) {
                assertEquals(expected.floatAt(i), actual.floatAt(i), 1e-4, name + " at " + i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet20", "mobilenet_v2"})
    void equalsTheReferenceBitByBitInInteger(String name) {
        Graph graph = quantized(model(name)).integer();
        Tensor x = samples(3);
        try (Session reference = new ReferenceEngine().open(graph, new SessionOptions(3, Set.of()));
                Session session = new OneDnnEngine().open(graph, SessionOptions.DEFAULT)) {
            assertEquals(run(reference, graph, x), run(session, graph, x));
        }
    }

    @Test
    void runsEveryNodeOfAnIntegerGraphInOptimizedCode() {
        Graph graph = quantized(model("resnet20")).integer();
        try (OneDnnSession session = (OneDnnSession) new OneDnnEngine().open(graph, SessionOptions.DEFAULT)) {
            for (Step step : session.plan().steps()) {
                assertFalse(step instanceof Evaluation, step::toString);
                assertFalse(step instanceof Primitive.Execution execution
                        && execution.implementation().startsWith("ref"), step::toString);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet18", "resnet20"})
    void givesTheSameBitsForEveryBatch(String name) {
        Graph graph = model(name);
        Tensor x = samples(SAMPLES);
        try (Session session = new OneDnnEngine().open(graph, SessionOptions.DEFAULT)) {
            Tensor whole = run(session, graph, x);
            for (int batch : new int[] {1, 7, 16, 32, 64}) {
                int samples = batch == 1 ? 20 : SAMPLES;
                for (int from = 0; from < samples; from += batch) {
                    int to = Math.min(from + batch, samples);
                    assertEquals(whole.rows(from, to), run(session, graph, x.rows(from, to)),
                            "batch of " + batch + " from " + from);
                }
            }
        }
    }

    @Test
    void agreesBitByBitOnTwoThreads() throws Exception {
        Graph graph = model("resnet20");
        Tensor x = samples(64);
        Callable<Tensor> task = () -> {
            try (Session session = new OneDnnEngine().open(graph, SessionOptions.DEFAULT)) {
                Tensor first = run(session, graph, x);
                for (int i = 0; i < 5; i++) {
                    assertEquals(first, run(session, graph, x));
                }
                return first;
            }
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            List<Future<Tensor>> results = threads.invokeAll(List.of(task, task));
            assertEquals(results.get(0).get(), results.get(1).get());
        }
    }

    @Test
    void runsOnAnotherThreadThanItWasOpenedOn() throws Exception {
        Graph graph = model("resnet20");
        Tensor x = samples(20);
        try (Session session = new OneDnnEngine().open(graph, SessionOptions.DEFAULT);
                ExecutorService thread = Executors.newSingleThreadExecutor()) {
            assertEquals(run(session, graph, x), thread.submit(() -> run(session, graph, x)).get());
        }
    }

    @Test
    void returnsAllMemoryWhenClosed() throws Exception {
        Graph graph = model("resnet18");
        List<Long> resident = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            try (Session session = new OneDnnEngine().open(graph, SessionOptions.DEFAULT)) {
                run(session, graph, samples(1));
            }
            resident.add(residentBytes());
        }
        long grown = resident.getLast() - resident.get(9);
        assertTrue(grown < 40_000_000, "grew by " + grown + " bytes over 20 sessions with 45 MB of weights each");
    }

    @Test
    void givesWeightsBackToTheSystem() throws Exception {
        Graph graph = model("resnet18");
        long most = 0;
        for (int i = 0; i < 8; i++) {
            Session session = new OneDnnEngine().open(graph, SessionOptions.DEFAULT);
            long open = residentBytes();
            session.close();
            most = Math.max(most, open - residentBytes());
        }
        assertTrue(most > 40_000_000, "gave back at most " + most + " bytes of 45 MB of weights");
    }

    @Test
    void sharesWeightsBetweenSiblings() throws Exception {
        Graph graph = model("resnet18");
        List<Session> sessions = new ArrayList<>();
        try {
            sessions.add(new OneDnnEngine().open(graph, SessionOptions.DEFAULT));
            run(sessions.getFirst(), graph, samples(1));
            long before = residentBytes();
            for (int i = 0; i < 6; i++) {
                sessions.add(sessions.getLast().sibling());
                run(sessions.getLast(), graph, samples(1));
            }
            long grown = residentBytes() - before;
            assertTrue(grown < 135_000_000, "grew by " + grown + " bytes with 6 siblings and 45 MB of weights");
        } finally {
            sessions.forEach(Session::close);
        }
    }

    static QuantizedModel quantized(Graph graph) {
        Graph folded = Rewriter.run(graph, Folding.standard()).graph();
        Placement placement = Placement.of(folded);
        Map<String, Tensor> seen;
        try (Session session =
                new OneDnnEngine().open(folded, new SessionOptions(16, Set.copyOf(placement.observed())))) {
            seen = session.run(Map.of(folded.inputs().getFirst().name(), samples(16)));
        }
        Map<String, Range> ranges = new HashMap<>();
        for (String name : placement.observed()) {
            float[] values = seen.get(name).floats();
            Arrays.sort(values);
            ranges.put(name, new Range(Math.min(values[0], 0), Math.max(values[values.length - 1], 0)));
        }
        return new QuantizedModel(folded,
                new Quantizer(folded, placement, QConfig.X86)
                        .quantize((name, rule, scheme) -> Optional.ofNullable(ranges.get(name))));
    }

    private static long residentBytes() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("RssAnon"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst().orElse(0);
    }

    static Graph model(String name) {
        return OnnxReader.read(Shared.path("models/" + name + "-cifar10.onnx")).graph();
    }

    static Tensor run(Session session, Graph graph, Tensor x) {
        return session.run(Map.of(graph.inputs().getFirst().name(), x)).get(graph.outputs().getFirst());
    }

    static Tensor samples(int count) {
        Random random = new Random(5);
        float[] values = new float[count * 3 * 32 * 32];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(Shape.of(count, 3, 32, 32), values);
    }
}
