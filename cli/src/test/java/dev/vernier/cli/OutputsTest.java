package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.file.Npz;
import dev.vernier.graph.GraphText;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Models whose outputs are no row of class scores, or several, and samples without labels.
final class OutputsTest {
    private static final int N = 60;

    /// What all of these begin with.
    private static final String TRUNK = """
            x: f32[n, 2, 6, 6]
            const w: f32[4, 2, 3, 3] = random 1
            const v: f32[1, 4] = random 2
            const u: f32[3, 4] = random 3
            c = conv x, w {kernel = [3, 3], padding = [1, 1]}
            a = relu c
            p = global_average_pool a
            f = flatten p
            """;

    @TempDir
    private Path folder;

    private Models models;
    private float[] x;

    @BeforeEach
    void drawSamples() {
        models = new Models(folder);
        Random random = new Random(11);
        x = new float[N * 2 * 6 * 6];
        for (int i = 0; i < x.length; i++) {
            x[i] = random.nextFloat() * 2 - 1;
        }
    }

    private String model(String name, String rest) {
        return models.write(name + ".onnx", GraphText.parse(TRUNK + rest)).toString();
    }

    private String binary() {
        return model("binary", "g = gemm f, v {transpose_b = true}\ny = sigmoid g\nreturn y\n");
    }

    private String several() {
        return model("several", "y = gemm f, u {transpose_b = true}\nreturn f, y\n");
    }

    private String dense() {
        return model("dense", "const k: f32[3, 4, 1, 1] = random 5\ny = conv a, k {kernel = [1, 1]}\nreturn y\n");
    }

    private String quantity() {
        return model("quantity", "y = gemm f, v {transpose_b = true}\nreturn y\n");
    }

    @Test
    void callsTheRightShareOfTwoClassesAccuracy() throws IOException {
        long[] labels = new long[N];
        Arrays.setAll(labels, i -> i % 2);
        String two = samples("two", Tensor.vector(labels));
        Path int8 = folder.resolve("int8.onnx");
        Path page = folder.resolve("two.html");
        Path text = folder.resolve("two.md");
        Vernier run = Vernier.run("quantize", binary(), "--data", two, "--preprocess", "raw", "--calibrate", 16, "-o",
                int8, "--report", page, "--report", text);
        String out = run.out() + Files.readString(text) + Files.readString(page).replaceAll("(?s)<script.*", "");
        assertEquals(3, out.split("accuracy %", -1).length - 1, out);
        assertFalse(out.contains("top-1"), out);
        labels[N - 1] = 2;
        String three = samples("three", Tensor.vector(labels));
        String other = Vernier.run("quantize", several(), "--output", "y", "--data", three, "--preprocess", "raw",
                "--calibrate", 16, "-o", int8).out();
        assertTrue(other.contains("top-1 %"), other);
    }

    private String samples(String name, Tensor... y) {
        Path file = folder.resolve(name + ".npz");
        Tensor samples = Tensor.of(Shape.of(N, 2, 6, 6), x);
        Npz.write(file, y.length == 0 ? Map.of("x", samples) : Map.of("x", samples, "y", y[0]));
        return "npz:" + file;
    }

    /// What the model itself says, in a file of predictions.
    private Map<String, Tensor> predicted(String model, Object... more) {
        Path file = folder.resolve("p.npz");
        Object[] words = {"eval", model, "--data", samples("unlabelled"), "--preprocess", "raw", "--predictions", file};
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        Vernier run = Vernier.run(all);
        assertEquals(0, run.status(), run.err());
        return Npz.read(file);
    }

    @Test
    void tellsOneProbabilityAtAHalf() {
        Map<String, Tensor> given = predicted(binary());
        long[] labels = new long[N];
        Arrays.setAll(labels, i -> given.get("logits").floatAt(i) >= 0.5f ? 1 : 0);
        JsonNode answer = Vernier.json("eval", binary(), "--data", samples("labelled", Tensor.vector(labels)),
                "--preprocess", "raw");
        assertEquals(N, answer.get("correct").asInt());
        assertTrue(Arrays.stream(labels).distinct().count() == 2, "both classes come");
    }

    @Test
    void tellsALogitAtZeroWhereItIsAskedTo() {
        Map<String, Tensor> given = predicted(quantity(), "--metric", "binary");
        for (int i = 0; i < N; i++) {
            assertEquals(given.get("logits").floatAt(i) >= 0 ? 1 : 0, given.get("predictions").longAt(i));
        }
    }

    @Test
    void takesTheOutputThatIsComputedFromTheOthersOrTheOneAskedFor() {
        Vernier run = Vernier.run("eval", several(), "--data", samples("unlabelled"), "--preprocess", "raw");
        assertTrue(run.err().contains("output 'y' of f, y is evaluated: it is computed from the others"), run.err());
        assertEquals(Shape.of(N, 3), predicted(several()).get("logits").shape());
        assertEquals(Shape.of(N, 4), predicted(several(), "--output", "f").get("logits").shape());
        Vernier unknown = Vernier.run("eval", several(), "--data", samples("unlabelled"), "--preprocess", "raw",
                "--output", "z");
        assertEquals(1, unknown.status());
        assertTrue(unknown.err().contains("no output 'z', known: f, y"), unknown.err());
    }

    @Test
    void keepsTheOrderOfTheOutputsInWhatItWrites() {
        Path int8 = folder.resolve("int8.onnx");
        Vernier run = Vernier.run("quantize", several(), "--data", samples("unlabelled"), "--preprocess", "raw",
                "--calibrate", "20", "-o", int8);
        assertEquals(0, run.status(), run.err());
        JsonNode outputs = Vernier.json("inspect", int8).get("outputs");
        assertEquals("f", outputs.get(0).get("name").asString());
        assertEquals("y", outputs.get(1).get("name").asString());
    }

    @Test
    void refusesWhatHasNoClassesAndNamesTheMetrics() {
        for (String model : new String[] {dense(), quantity()}) {
            for (String[] metric : new String[][] {{}, {"--metric", "top1"}}) {
                Object[] words = {"eval", model, "--data", samples("unlabelled"), "--preprocess", "raw"};
                Object[] all = Arrays.copyOf(words, words.length + metric.length);
                System.arraycopy(metric, 0, all, words.length, metric.length);
                Vernier run = Vernier.run(all);
                assertEquals(1, run.status());
                assertTrue(run.err().contains("needed --metric"), run.err());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"mae, true", "rmse, true", "cosine, false"})
    void measuresAQuantityAgainstItsTargets(String metric, boolean isError) {
        Tensor exact = predicted(quantity(), "--metric", "binary").get("logits");
        JsonNode right = Vernier.json("eval", quantity(), "--data", samples("exact", exact.reshaped(Shape.of(N))),
                "--preprocess", "raw", "--metric", metric);
        assertEquals(isError ? 0 : 1, right.get("value").asDouble(), 1e-6);
        float[] moved = exact.floats();
        for (int i = 0; i < N; i++) {
            moved[i] += 2;
        }
        JsonNode wrong = Vernier.json("eval", quantity(), "--data", samples("moved", Tensor.of(Shape.of(N, 1), moved)),
                "--preprocess", "raw", "--metric", metric);
        assertEquals(isError ? 2 : wrong.get("value").asDouble(), wrong.get("value").asDouble(), 1e-5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pixel-accuracy", "miou", "mae", "cosine"})
    void climbsTheLadderWithDenseOutputsAndNoTargets(String metric) {
        JsonNode answer = Vernier.json("audit", dense(), "--data", samples("unlabelled"), "--preprocess", "raw",
                "--calibrate", "20", "--metric", metric);
        assertEquals("float", answer.get("targets_from").asString());
        JsonNode first = answer.get("rungs").get(0);
        assertEquals(metric.equals("mae") ? 0 : 1, first.get("value").asDouble(), 1e-9);
        for (JsonNode rung : answer.get("rungs")) {
            if (rung.get("id").asString().equals("integer")) {
                assertTrue(rung.get("ci_low").asDouble() <= rung.get("change").asDouble());
                assertTrue(rung.get("change").asDouble() <= rung.get("ci_high").asDouble());
                assertTrue(Math.abs(rung.get("change").asDouble()) > 0, "int8 moves something");
            }
        }
    }

    @Test
    void countsThePositionsOfAMask() {
        Map<String, Tensor> unlabelled = Map.of("x", Tensor.of(Shape.of(N, 2, 6, 6), x));
        byte[] classes = new byte[N * 36];
        Path file = folder.resolve("mask.npz");
        Npz.write(file, Map.of("x", unlabelled.get("x"), "y", Tensor.ofU8(Shape.of(N, 6, 6), classes)));
        JsonNode zeros = Vernier.json("eval", dense(), "--data", "npz:" + file, "--preprocess", "raw", "--metric",
                "pixel-accuracy");
        Arrays.fill(classes, (byte) 1);
        Npz.write(file, Map.of("x", unlabelled.get("x"), "y", Tensor.ofU8(Shape.of(N, 6, 6), classes)));
        JsonNode ones = Vernier.json("eval", dense(), "--data", "npz:" + file, "--preprocess", "raw", "--metric",
                "pixel-accuracy");
        Arrays.fill(classes, (byte) 2);
        Npz.write(file, Map.of("x", unlabelled.get("x"), "y", Tensor.ofU8(Shape.of(N, 6, 6), classes)));
        JsonNode twos = Vernier.json("eval", dense(), "--data", "npz:" + file, "--preprocess", "raw", "--metric",
                "pixel-accuracy");
        assertEquals(1, zeros.get("value").asDouble() + ones.get("value").asDouble() + twos.get("value").asDouble(),
                1e-9);
    }

    @Test
    void comparesSamplesWithoutLabelsWithTheFloatModel() {
        Path int8 = folder.resolve("int8.onnx");
        JsonNode answer = Vernier.json("quantize", several(), "--data", samples("unlabelled"), "--preprocess", "raw",
                "--calibrate", "20", "-o", int8);
        assertEquals("float", answer.get("labels_from").asString());
        JsonNode rungs = answer.get("rungs");
        assertEquals(40, rungs.get(0).get("correct").asInt());
        assertTrue(rungs.get(0).get("kl").isNull());
        assertTrue(rungs.get(4).get("kl").asDouble() > 0 && rungs.get(4).get("sqnr_db").asDouble() > 5,
                rungs.toString());
        assertTrue(Files.exists(int8));
        assertTrue(answer.get("verdict").get("id").asString().matches("no-evidence|identical"));
        JsonNode audit = Vernier.json("audit", several(), int8, "--data", samples("unlabelled"), "--preprocess", "raw");
        for (JsonNode finding : audit.get("findings")) {
            assertTrue(!finding.get("id").asString().matches("preprocessing-mismatch|label-mapping|accuracy-loss"),
                    finding.toString());
        }
    }

    @Test
    void quantizesWithoutEvaluatingOnAllSamples() {
        Path int8 = folder.resolve("int8.onnx");
        JsonNode answer = Vernier.json("quantize", dense(), "--data", samples("unlabelled"), "--preprocess", "raw",
                "--no-eval", "-o", int8);
        assertEquals(N, answer.get("calibration").get("n").asInt());
        assertTrue(Files.exists(int8));
    }

    @Test
    void refusesTargetsWhereLabelsAreNeeded() {
        float[] halves = new float[N];
        Arrays.fill(halves, 0.5f);
        Vernier run = Vernier.run("eval", several(), "--data", samples("targets", Tensor.of(Shape.of(N), halves)),
                "--preprocess", "raw");
        assertEquals(1, run.status());
        assertTrue(run.err().contains("where its label would be"), run.err());
    }

    @Test
    void asksWhetherTheTwoAreSwapped() {
        Path int8 = folder.resolve("int8.onnx");
        Vernier.json("quantize", several(), "--data", samples("unlabelled"), "--preprocess", "raw", "--calibrate", "20",
                "-o",
                int8);
        Vernier swapped = Vernier.run("audit", int8, several(), "--data", samples("unlabelled"), "--preprocess", "raw");
        assertEquals(1, swapped.status());
        assertTrue(swapped.err().contains("are the two swapped?"), swapped.err());
        Path back = folder.resolve("back.onnx");
        assertEquals(0, Vernier.run("dequantize", int8, "-o", back).status());
        Vernier given = Vernier.run("audit", int8, back, "--data", samples("unlabelled"), "--preprocess", "raw");
        assertEquals(0, given.status(), given.err());
    }

    @Test
    void namesTheFileThatHeldTheCalibrationAndSetsNoSampleAside() {
        Path seen = folder.resolve("seen.npz");
        assertEquals(0, Vernier.run("calibrate", several(), "--data", samples("unlabelled"), "--preprocess", "raw",
                "--calibrate", "30", "-o", seen).status());
        JsonNode answer = Vernier.json("quantize", several(), "--data", samples("unlabelled"), "--preprocess", "raw",
                "--calibration", seen, "-o", folder.resolve("int8.onnx"));
        assertEquals(N, answer.get("rungs").get(0).get("n").asInt());
        assertEquals(seen.toString(), answer.get("calibration").get("data").asString());
        assertEquals(30, answer.get("calibration").get("n").asInt());
    }
}
