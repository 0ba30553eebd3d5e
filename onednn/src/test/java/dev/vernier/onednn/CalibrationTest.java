package dev.vernier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.calibrate.Calibration;
import dev.vernier.calibrate.CalibrationFile;
import dev.vernier.calibrate.Calibrator;
import dev.vernier.calibrate.Histogram;
import dev.vernier.calibrate.Observation;
import dev.vernier.calibrate.Observer;
import dev.vernier.data.DataSpec;
import dev.vernier.data.Dataset;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.data.Progress;
import dev.vernier.data.Sample;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.quant.Placement;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.RangeRule;
import dev.vernier.run.Engine;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.tensor.InputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    /// A network whose matrix product has as many terms as make a float sum depend on its order.
    private static final Graph GRAPH = GraphText.parse("""
            x: f32[n, 3, 32, 32]
            const w: f32[16, 3, 3, 3] = random 1
            const b: f32[16] = random 2
            const f: f32[512, 1024] = random 3
            const g: f32[10, 512] = random 4
            const target: i64[2] = [-1, 1024]
            c = conv x, w, b {kernel = [3, 3], stride = [2, 2], padding = [1, 1]}
            r = relu c
            p = max_pool r {kernel = [2, 2], stride = [2, 2]}
            v = reshape p, target
            h = gemm v, f {transpose_b = true}
            k = relu h
            y = gemm k, g {transpose_b = true}
            return y
            """);

    private static Dataset shapes(int n) {
        return DataSpec.parse("shapes:train").open().first(n);
    }

    private static Calibration<Histogram> calibrate(Engine engine, Dataset data, int batch, int threads) {
        Set<String> tensors = Placement.of(GRAPH).observed();
        return new Calibrator<>(engine, GRAPH, tensors, Observer.Kind.HISTOGRAM, "test")
                .calibrate(Loader.of(data, Preprocess.UNIT), batch, threads, Progress.NONE);
    }

    @Test
    void isBitIdenticalForEveryBatchSizeNumberOfThreadsAndOrder() {
        Engine engine = new OneDnnEngine();
        Calibration<Histogram> expected = calibrate(engine, shapes(100), 16, 1);
        for (int batch : new int[] {1, 7, 32, 64, 256}) {
            for (int threads : new int[] {1, 2}) {
                Calibration<Histogram> other = calibrate(engine, shapes(100), batch, threads);
                assertEquals(expected, other, "batch " + batch + ", threads " + threads);
                assertEquals(expected.fingerprint(), other.fingerprint());
            }
        }
        assertEquals(expected, calibrate(engine, shuffled(shapes(100)), 7, 2));
        assertEquals(expected, calibrate(engine, reversed(shapes(100)), 32, 1));
    }

    @Test
    void seesWhatNoSampleDecides() {
        Graph graph = GraphText.parse("""
                x: f32[n, 3, 32, 32]
                const token: f32[1, 1, 32, 32] = random 5
                const rest: i64[3] = [1, 32, 32]
                s = shape x {to = 1}
                t = concat s, rest {axis = 0}
                e = expand token, t
                y = concat e, x {axis = 1}
                return y
                """);
        List<Calibration<Histogram>> seen = Stream.of(new ReferenceEngine(), new OneDnnEngine())
                .map(engine -> new Calibrator<>(engine, graph, Set.of("e"), Observer.Kind.HISTOGRAM, "test")
                        .calibrate(Loader.of(shapes(19), Preprocess.UNIT), 19, 1, Progress.NONE))
                .toList();
        assertEquals(seen.getFirst(), seen.getLast());
        assertTrue(seen.getLast().range("e", RangeRule.MINMAX, QConfig.X86.activations().scheme()).isPresent());
    }

    @Test
    void mergesShardsToTheWhole() {
        Engine engine = new ReferenceEngine();
        Calibration<Histogram> whole = calibrate(engine, shapes(20), 8, 2);
        Calibration<Histogram> merged = calibrate(engine, shapes(20).range(13, 20), 8, 1)
                .merge(calibrate(engine, shapes(20).first(13), 3, 1));
        assertEquals(whole, merged);
        assertEquals(whole.fingerprint(), merged.fingerprint());
        assertNotEquals(whole.fingerprint(), calibrate(engine, shapes(19), 8, 2).fingerprint());
    }

    @Test
    void mergesPartsThatSomebodyElseSpreads() throws IOException {
        Set<String> tensors = Placement.of(GRAPH).observed();
        Calibrator<Histogram> calibrator =
                new Calibrator<>(new OneDnnEngine(), GRAPH, tensors, Observer.Kind.HISTOGRAM, "test");
        Loader loader = Loader.of(shapes(20), Preprocess.UNIT);
        Calibration<?> merged = Calibration.none("test", Observer.Kind.HISTOGRAM, tensors);
        for (int from = 0; from < 20; from += 5) {
            try (Observation<Histogram> part = Observation.open(calibrator, loader.dataset())) {
                part.see(loader.load(from, 5));
                ByteArrayOutputStream sent = new ByteArrayOutputStream();
                CalibrationFile.write(sent, part.seen());
                merged = merged.merge(
                        CalibrationFile.read(new ByteArrayInputStream(sent.toByteArray()), "part " + from));
            }
        }
        assertEquals(calibrator.calibrate(loader, 8, 2, Progress.NONE), merged);
    }

    @Test
    void namesTheSampleTheElementAndTheNodeOfWhatIsNotFinite() {
        Graph graph = GraphText.parse("""
                x: f32[n, 3, 32, 32]
                const huge: f32[] = 3.0E38
                const w: f32[1, 3, 1, 1] = [1.0, 1.0, 1.0]
                a = mul x, huge
                b = add a, a
                c = conv b, w {kernel = [1, 1]} @ "last"
                return c
                """);
        Calibrator<Histogram> calibrator =
                new Calibrator<>(new OneDnnEngine(), graph, Set.of("c"), Observer.Kind.HISTOGRAM, "test");
        InputException error = assertThrows(
                InputException.class,
                () -> calibrator.calibrate(Loader.of(shapes(3), Preprocess.UNIT), 16, 1, Progress.NONE));
        assertTrue(
                error.getMessage().startsWith("calibration: tensor 'c': shapes:train: sample 0 holds Infinity at [0, "),
                error.getMessage());
        assertTrue(error.getMessage().endsWith("first made by node 'b'"), error.getMessage());
    }

    private static Dataset shuffled(Dataset dataset) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, dataset.size()).boxed().toList());
        Collections.shuffle(order, new Random(3));
        return new Reordered(dataset, order);
    }

    private static Dataset reversed(Dataset dataset) {
        return new Reordered(dataset, IntStream.range(0, dataset.size()).boxed().toList().reversed());
    }

    /// The same samples in another order.
    private record Reordered(Dataset dataset, List<Integer> order) implements Dataset {
        @Override
        public String name() {
            return dataset.name();
        }

        @Override
        public int size() {
            return dataset.size();
        }

        @Override
        public Sample sample(int index) {
            return dataset.sample(order.get(index));
        }

        @Override
        public List<String> labels() {
            return dataset.labels();
        }
    }
}
