package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class BenchTest {
    @TempDir
    private Path folder;

    private Models models;

    @BeforeEach
    void writeInto() {
        models = new Models(folder);
    }

    @Test
    void answersWithTheKeysThatScriptsRead() {
        JsonNode answer = bench(models.network(), "--batch", 2, "--against", "onnxruntime");
        for (String key : List.of("engine", "mode", "batch", "threads", "input_shape", "median_ms", "min_ms", "runs",
                "limit_ms", "against", "against_median_ms", "against_fused", "ratio", "ratio_low", "ratio_high")) {
            assertTrue(answer.hasNonNull(key), key);
        }
        assertAll(
                () -> assertEquals("onednn", answer.get("engine").asString()),
                () -> assertEquals("float", answer.get("mode").asString()),
                () -> assertEquals("[2,3,32,32]", answer.get("input_shape").toString()),
                () -> assertEquals("onnxruntime", answer.get("against").asString()),
                () -> assertTrue(answer.get("runs").asInt() >= 20),
                () -> assertTrue(number(answer, "min_ms") <= number(answer, "median_ms")),
                () -> assertTrue(number(answer, "limit_ms") > 0),
                () -> assertTrue(number(answer, "ratio_low") <= number(answer, "ratio")
                        && number(answer, "ratio") <= number(answer, "ratio_high")),
                () -> assertFalse(answer.get("against_fused").asBoolean(), "a float convolution is not int8"));
    }

    @Test
    void comparesWithSumsThatDoNotSaturate() {
        JsonNode answer = bench(models.network(), "--mode", "integer", "--against", "onnxruntime-exact");
        assertAll(
                () -> assertEquals("onnxruntime-exact", answer.get("against").asString()),
                () -> assertTrue(answer.get("against_fused").asBoolean()));
    }

    @Test
    void quantizesAFloatModelForIntegerMode() {
        JsonNode answer = bench(models.network(), "--mode", "integer", "--against", "onnxruntime");
        assertAll(
                () -> assertEquals("integer", answer.get("mode").asString()),
                () -> assertTrue(answer.get("against_fused").asBoolean()),
                () -> assertEquals(0, answer.get("against_float_convolutions").size()),
                () -> assertEquals(1, answer.get("agreement").get("samples").asInt()),
                () -> assertTrue(number(answer.get("agreement"), "largest_difference") < 0.1
                        * number(answer.get("agreement"), "range")));
    }

    @Test
    void measuresAQuantizedFileAsItIs() {
        Path file = quantized(models.network());
        assertEquals("integer", bench(file, "--against", "onnxruntime").get("mode").asString());
        JsonNode other = bench(file, "--mode", "float", "--against", "onnxruntime");
        assertEquals("float", other.get("mode").asString());
        assertEquals(1, other.get("agreement").get("same_top1").asInt());
    }

    @Test
    void givesThePeerTheSameRewrittenModel() {
        JsonNode answer = bench(models.network(), "--input-shape", "3,3,48,40", "--against", "onnxruntime");
        assertEquals("[3,3,48,40]", answer.get("input_shape").toString());
        assertEquals(3, answer.get("agreement").get("same_top1").asInt());
    }

    /// ONNX Runtime has no integer kernel for 4-bit weights.
    @Test
    void namesTheConvolutionsThatThePeerKeepsInFloat() throws Exception {
        Path qconfig = models.bytes("nibbles.yaml", "base: x86\nweights:\n  dtype: qint4\n".getBytes());
        JsonNode answer = bench(quantized(models.network(), "--qconfig", qconfig), "--against", "onnxruntime");
        assertFalse(answer.get("against_fused").asBoolean());
        assertEquals(1, answer.get("against_float_convolutions").size());
    }

    @Test
    void runsSessionsSideBySide() {
        JsonNode answer = bench(models.network(), "--sessions", 2).get("side_by_side");
        assertEquals(2, answer.get("sessions").asInt());
        assertTrue(number(answer, "images_per_second") > 0);
        assertTrue(number(answer, "ratio_low") <= number(answer, "ratio_high"));
    }

    @Test
    void profilesTheStepsBesideTheLimitsOfTheirLayers() {
        JsonNode profile = bench(models.network(), "--profile").get("profile");
        double share = 0;
        double before = Double.POSITIVE_INFINITY;
        int limits = 0;
        for (JsonNode step : profile) {
            assertTrue(number(step, "median_ms") <= before, "the slowest first");
            before = number(step, "median_ms");
            share += number(step, "share");
            limits += step.hasNonNull("limit_ms") ? 1 : 0;
        }
        assertEquals(100, share, 1e-6);
        assertEquals(2, limits, "a convolution and a product");
        refuses("engine = reference has no profile", models.network(), "--profile", "--engine", "reference");
    }

    @Test
    void measuresOtherEnginesToo() {
        for (String engine : List.of("reference", "onnxruntime")) {
            assertEquals(engine, bench(models.network(), "--engine", engine).get("engine").asString());
        }
    }

    @Test
    void saysWhatItMeasured() {
        Vernier run = Vernier.run("bench", models.network(), "--against", "onnxruntime", "--seconds", 1);
        assertEquals(0, run.status(), run.err());
        for (String word : List.of("network.onnx", "onednn", "limit", "onnxruntime", "95 % interval",
                "same class of 1 of 1 sample", "Java")) {
            assertTrue(run.out().contains(word), word + " in " + run.out());
        }
    }

    @Test
    void refusesWhatItCannotMeasure() {
        Path network = models.network();
        refuses("against = other, known: onnxruntime, onnxruntime-exact, tflite, tflite-xnnpack", network, "--against",
                "other");
        refuses("network.onnx: tflite runs files as they are, needed a .tflite file", network, "--against", "tflite");
        refuses("--batch: 0", network, "--batch", 0);
        refuses("batch = 1000000", network, "--batch", 1_000_000);
        refuses("mode = simulated", network, "--mode", "simulated");
        refuses("input has 4 channels", network, "--input-shape", "1,4,32,32");
        refuses("threads = 2 with sessions = 2", network, "--threads", 2, "--sessions", 2);
        refuses("--seconds: 31", network, "--seconds", 31);
        refuses("no such file", folder.resolve("absent.onnx"));
    }

    @Test
    void refusesAnotherBatchThanTheFileFixes() {
        Graph fixed = GraphText.parse("""
                x: f32[4, 8]
                const w: f32[8, 3] = random 1
                y = matmul x, w
                return y
                """);
        Path file = models.write("fixed.onnx", fixed);
        refuses("needed --batch 4 or --input-shape 2,8", file, "--batch", 2);
        assertEquals(4, bench(file, "--batch", 4).get("batch").asInt());
        assertEquals(2, bench(file, "--input-shape", "2,8").get("batch").asInt());
    }

    private void refuses(String message, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = "bench";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        Vernier run = Vernier.run(all);
        assertEquals(1, run.status(), run.err());
        assertTrue(run.err().contains(message), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
    }

    private Path quantized(Path model, Object... more) {
        Path file = folder.resolve("int8.onnx");
        Object[] all = {"quantize", model, "--data", models.samples("samples.npz", 32), "--preprocess", "raw",
            "--calibrate", 16, "-o", file};
        Object[] words = java.util.Arrays.copyOf(all, all.length + more.length);
        System.arraycopy(more, 0, words, all.length, more.length);
        Vernier run = Vernier.run(words);
        assertTrue(run.status() == 0 || run.status() == 3, run.err());
        return file;
    }

    private static JsonNode bench(Object... arguments) {
        Object[] all = new Object[arguments.length + 3];
        all[0] = "bench";
        all[1] = "--seconds";
        all[2] = 1;
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return Vernier.json(all);
    }

    private static double number(JsonNode answer, String key) {
        return answer.get(key).asDouble();
    }
}
