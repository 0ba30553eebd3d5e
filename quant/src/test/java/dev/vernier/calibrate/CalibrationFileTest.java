package dev.vernier.calibrate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.file.Npz;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationFileTest {
    private static final String EXPERIMENT = "model sha256 00\ninput f32[n, 4]\npreprocess unit";

    @TempDir
    private Path folder;

    static <S extends Statistic<S>> Calibration<S> calibration(Observer.Kind<S> kind, String experiment, long... ids) {
        Calibration<S> sum = Calibration.none(experiment, kind, Set.of("a\nb\\", "c"));
        for (long id : ids) {
            sum = sum.merge(new Calibration<>(experiment, kind, SampleIds.of(id),
                    Map.of("a\nb\\", halves(kind, id, id), "c", halves(kind, id, ~id))));
        }
        return sum;
    }

    private static <S extends Statistic<S>> SplitHalves<S> halves(Observer.Kind<S> kind, long id, long seed) {
        Observer<S> observer = kind.start().get();
        float[] values = new float[100];
        Random random = new Random(seed);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        observer.add(MemorySegment.ofArray(values));
        return SplitHalves.isEven(id) ? new SplitHalves<>(observer.statistic(), kind.none())
                : new SplitHalves<>(kind.none(), observer.statistic());
    }

    @Test
    void readsWhatItWrote() throws IOException {
        for (Observer.Kind<?> kind : new Observer.Kind<?>[] {Observer.Kind.MINMAX, Observer.Kind.HISTOGRAM}) {
            Calibration<?> whole = calibration(kind, EXPERIMENT, 5, -7, 5, 8);
            Path file = folder.resolve(kind + ".npz");
            CalibrationFile.write(file, whole);
            Calibration<?> read = CalibrationFile.read(file);
            assertEquals(whole, read);
            assertEquals(whole.fingerprint(), read.fingerprint());
            Path again = folder.resolve("again.npz");
            CalibrationFile.write(again, read);
            assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(again));
        }
    }

    @Test
    void sendsTheSameBytesThroughAStream() throws IOException {
        Calibration<?> seen = calibration(Observer.Kind.HISTOGRAM, EXPERIMENT, 5, -7, 8);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        CalibrationFile.write(sent, seen);
        assertEquals(seen, CalibrationFile.read(new ByteArrayInputStream(sent.toByteArray()), "worker 3"));
        Path file = folder.resolve("same.npz");
        CalibrationFile.write(file, seen);
        assertArrayEquals(Files.readAllBytes(file), sent.toByteArray());
        byte[] cut = Arrays.copyOf(sent.toByteArray(), sent.size() / 2);
        InputException thrown = assertThrows(InputException.class,
                () -> CalibrationFile.read(new ByteArrayInputStream(cut), "worker 3"));
        assertTrue(thrown.getMessage().startsWith("worker 3: "), thrown.getMessage());
    }

    @Test
    void readsACalibrationThatSawNothing() {
        Path file = folder.resolve("none.npz");
        CalibrationFile.write(file, calibration(Observer.Kind.HISTOGRAM, EXPERIMENT));
        assertEquals(calibration(Observer.Kind.HISTOGRAM, EXPERIMENT), CalibrationFile.read(file));
    }

    @Test
    void mergesFilesToTheSameBytesInEveryOrder() throws IOException {
        Path left = folder.resolve("left.npz");
        Path right = folder.resolve("right.npz");
        CalibrationFile.write(left, calibration(Observer.Kind.HISTOGRAM, EXPERIMENT, 1, 2, 3)
                .merge(calibration(Observer.Kind.HISTOGRAM, EXPERIMENT, 4, 5)));
        CalibrationFile.write(right, calibration(Observer.Kind.HISTOGRAM, EXPERIMENT, 5, 3)
                .merge(calibration(Observer.Kind.HISTOGRAM, EXPERIMENT, 2, 4, 1)));
        assertArrayEquals(Files.readAllBytes(left), Files.readAllBytes(right));
    }

    @Test
    void refusesToMergeWhatDiffersAndSaysWhat() {
        Calibration<Histogram> here = calibration(Observer.Kind.HISTOGRAM, EXPERIMENT, 1);
        assertRefuses("calibration with preprocess raw, needed preprocess unit",
                () -> calibration(Observer.Kind.HISTOGRAM, EXPERIMENT.replace("unit", "raw"), 1)
                        .requireExperiment(EXPERIMENT));
        assertRefuses("calibration with preprocess unit, needed preprocess raw",
                () -> here.merge(calibration(Observer.Kind.HISTOGRAM, EXPERIMENT.replace("unit", "raw"), 1)));
        assertRefuses("calibration with observer minmax, needed histogram",
                () -> here.merge(calibration(Observer.Kind.MINMAX, EXPERIMENT, 1)));
        assertRefuses("calibration of the tensors [d], needed the tensors [a\nb\\, c]",
                () -> here.merge(Calibration.none(EXPERIMENT, Observer.Kind.HISTOGRAM, Set.of("d"))));
    }

    private static void assertRefuses(String message, Runnable work) {
        assertEquals(message, assertThrows(InputException.class, work::run).getMessage());
    }

    @Test
    void namesTheFileThatIsNoCalibration() throws IOException {
        Path file = folder.resolve("other.npz");
        assertTrue(refusal(file).startsWith(file + ": no such file"));
        Files.writeString(file, "no zip at all");
        assertTrue(refusal(file).startsWith(file + ": "));
        Npz.write(file, Map.of("x", Tensor.of(Shape.of(1), 1)));
        assertEquals(file + ": an npz file of another kind, needed a calibration", refusal(file));
    }

    @Test
    void refusesEveryDamage() throws IOException {
        Path file = folder.resolve("some.npz");
        CalibrationFile.write(file, calibration(Observer.Kind.HISTOGRAM, EXPERIMENT, 1, 2, 3));
        Map<String, Tensor> arrays = Npz.read(file);
        for (String name : arrays.keySet()) {
            Map<String, Tensor> missing = new LinkedHashMap<>(arrays);
            missing.remove(name);
            Npz.write(file, missing);
            assertTrue(refusal(file).startsWith(file + ": "), name);
            Tensor whole = arrays.get(name);
            Map<String, Tensor> shorter = new LinkedHashMap<>(arrays);
            shorter.put(name, whole.rows(0, whole.shape().size(0) - 1));
            Npz.write(file, shorter);
            assertTrue(refusal(file).startsWith(file + ": "), name);
        }
        Npz.write(file, arrays);
        byte[] bytes = Files.readAllBytes(file);
        for (int length = 0; length < bytes.length; length += 97) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertTrue(refusal(file).startsWith(file + ": "), "cut at " + length);
        }
    }

    private static String refusal(Path file) {
        return assertThrows(InputException.class, () -> CalibrationFile.read(file)).getMessage();
    }
}
