package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.cli.console.Console;
import dev.vernier.graph.GraphText;
import dev.vernier.onnx.OnnxWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BadInputTest {
    @TempDir
    private Path folder;

    private Models models;

    @BeforeEach
    void open() {
        models = new Models(folder);
    }

    /// One line on standard error that mentions all of the words, nothing on standard output.
    private static void assertRefused(int status, Vernier run, Object... words) {
        assertAll(
                () -> assertEquals(status, run.status(), run.err()),
                () -> assertEquals("", run.out()),
                () -> assertEquals(1, run.err().lines().count(), run.err()),
                () -> assertTrue(run.err().startsWith("vernier: "), run.err()),
                () -> assertFalse(run.err().contains("Exception"), run.err()),
                () -> assertTrue(Stream.of(words).allMatch(word -> run.err().contains(word.toString())),
                        () -> run.err() + " does not mention all of " + Arrays.toString(words)));
    }

    private static Vernier eval(Object model, Object data, Object... more) {
        return with(new Object[] {"eval", model, "--data", data, "--preprocess", "raw"}, more);
    }

    private Vernier quantize(Object model, Object data, Object... more) {
        return with(new Object[] {"quantize", model, "--data", data, "--preprocess", "raw", "--calibrate", 16, "-o",
            folder.resolve("out.onnx")}, more);
    }

    private static Vernier with(Object[] some, Object... more) {
        return Vernier.run(Stream.concat(Stream.of(some), Stream.of(more)).toArray());
    }

    @Test
    void refusesAMissingFile() {
        assertRefused(1, eval("nothing.onnx", "shapes"), "nothing.onnx", "no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"quantize MODEL --data shapes -o /", "demo -o /", "audit / --data shapes", "inspect /",
        "eval MODEL --data shapes --predictions /", "eval MODEL --data shapes --predictions /nowhere/x.npz",
        "calibrate MODEL --data shapes -o /", "demo --json /", "demo --report /nowhere/x.html"})
    void refusesPathsThatNoFileCanHaveBeforeAnyWork(String line) {
        Vernier run = Vernier.run((Object[]) line.replace("MODEL", models.network().toString()).split(" "));
        assertRefused(1, run, "/");
        assertFalse(run.err().contains("internal error"), run.err());
    }

    @Test
    void answersIntoADeviceWithoutReplacingIt() throws IOException {
        Path device = Files.createSymbolicLink(folder.resolve("nothing"), Path.of("/dev/null"));
        assertEquals(0, Vernier.run("claim", "--accuracy", "71.76", "--n", 10000, "--json", device).status());
        assertTrue(Files.isSymbolicLink(device));
    }

    @ParameterizedTest
    @ValueSource(strings = {"claim --accuracy 71.76 --n 10000 --json -", "claim --accuracy 71.76 --n 10000", "explain"})
    void failsWhereStandardOutputIsFull(String line) throws IOException {
        Path full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "no /dev/full");
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(Files.newOutputStream(full, StandardOpenOption.WRITE), true)) {
            assertEquals(1, Main.run(Console.plain(out, new PrintStream(err, true)), line.split(" ")));
        }
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("standard output: cannot be written to"));
    }

    @Test
    void refusesATruncatedModel() throws IOException {
        byte[] whole = OnnxWriter.toBytes(Models.NETWORK, Map.of());
        Path half = models.bytes("half.onnx", Arrays.copyOf(whole, whole.length / 2));
        assertRefused(1, Vernier.run("inspect", half), "half.onnx");
        assertRefused(1, eval(half, "shapes"), "half.onnx");
    }

    @Test
    void refusesAFileThatIsNoModel() throws IOException {
        Path text = models.bytes("text.onnx", "this is no model\n".repeat(99).getBytes());
        assertRefused(1, eval(text, "shapes"), "text.onnx");
        assertRefused(1, eval(models.bytes("empty.onnx", new byte[0]), "shapes"), "empty.onnx");
        assertRefused(1, eval(folder, "shapes"), folder);
    }

    @Test
    void refusesAnUnknownOperatorByItsName() throws IOException {
        assertRefused(1, Vernier.run("inspect", models.unknownOperator()), "unknown.onnx", "Rulu");
    }

    @Test
    void refusesSamplesOfAnotherSizeWithBothSizes() {
        Path small = models.write("small.onnx", GraphText.parse("""
                x: f32[n, 1, 28, 28]
                const w: f32[10, 784] = random 1
                f = flatten x
                y = gemm f, w, _ {transpose_b = true}
                return y
                """));
        assertRefused(1, eval(small, "shapes"), "shapes:test", "[3, 32, 32]", "[1, 28, 28]", "'x'", "small.onnx");
    }

    @Test
    void saysWhatALayoutMakesOfTheSamples() {
        Path network = models.network();
        assertRefused(1, Vernier.run("eval", network, "--data", "shapes", "--preprocess", "layout=nhwc"),
                "[3, 32, 32]", "layout=nhwc", "[32, 32, 3]");
    }

    @Test
    void refusesNaNInAWeightByTensorAndElement() {
        assertRefused(1, eval(models.withNaN(), "shapes"), "nan.onnx", "'w'", "[0, 0, 1, 2]", "NaN");
        assertRefused(1, quantize(models.withNaN(), "shapes"), "nan.onnx", "'w'", "[0, 0, 1, 2]", "NaN");
    }

    @Test
    void refusesNaNInASampleByItsNumberAndPlace() {
        String samples = models.samples("nan.npz", 40, Float.NaN, 13);
        assertRefused(1, eval(models.network(), samples, "--threads", 1), "nan.npz", "sample 13", "NaN", "[0, 3, 4]");
        assertRefused(1, quantize(models.network(), "shapes", "--calibration-data", samples),
                "sample 13",
                "NaN");
    }

    @Test
    void refusesAnEmptyDataSet() {
        assertRefused(1, eval(models.network(), models.samples("none.npz", 0)), "none.npz", "0 samples");
    }

    @Test
    void refusesToCalibrateOnNothing() {
        assertRefused(1, Vernier.run("quantize", models.network(), "--data", "shapes", "--preprocess", "unit",
                "--calibrate", 0, "-o", folder.resolve("z.onnx")), "tensor 'x'", "no sample reached it");
        assertFalse(Files.exists(folder.resolve("z.onnx")));
    }

    @Test
    void refusesToCalibrateOnAllThatThereIs() {
        assertRefused(1, quantize(models.network(), models.samples("few.npz", 16)), "few.npz", "16", "--calibrate");
    }

    @Test
    void refusesAnOutputFolderThatDoesNotExist() {
        Path output = folder.resolve("no/such/z.onnx");
        assertRefused(1,
                Vernier.run("quantize", models.network(), "--data", "shapes", "--preprocess", "raw", "-o", output),
                "no/such");
        assertRefused(1, eval(models.network(), "shapes", "--json", folder.resolve("no/such.json")), "no");
        assertRefused(1, eval(models.network(), "shapes", "--predictions", folder.resolve("no/such.npz")), "no");
    }

    @Test
    void leavesNothingBehindWhereItRefuses() throws IOException {
        Path network = models.network();
        String samples = models.samples("nan.npz", 40, Float.NaN, 3);
        assertEquals(1, quantize(network, samples).status());
        assertEquals(1, quantize(network, models.samples("late.npz", 40, Float.NaN, 30)).status());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(3, files.count());
        }
    }

    @Test
    void showsBothWaysToSayThePreprocessing() {
        assertRefused(1, Vernier.run("eval", models.network(), "--data", "shapes"), "--preprocess",
                "network.onnx.card.json");
    }

    @Test
    void refusesMoreClassesThanTheModelHas() {
        Path two = models.write("two.onnx", GraphText.parse("""
                x: f32[n, 3, 32, 32]
                const w: f32[2, 3072] = random 1
                f = flatten x
                y = gemm f, w, _ {transpose_b = true}
                return y
                """));
        assertRefused(1, eval(two, "shapes"), "10 classes", "2", "two.onnx");
        assertRefused(1, eval(two, models.samples("labels.npz", 20)), "labels.npz",
                "sample 2: label 2, needed less than",
                "2 classes");
    }

    @Test
    void looksAtListedLabelsBeforeAnySampleRuns() {
        String samples = models.samples("late.npz", 200, Float.NaN, 17);
        Path nine = models.write("nine.onnx", GraphText.parse("""
                x: f32[n, 3, 32, 32]
                const w: f32[9, 3072] = random 1
                f = flatten x
                y = gemm f, w, _ {transpose_b = true}
                return y
                """));
        assertRefused(1, eval(nine, samples), "sample 9: label 9", "9 classes that nine.onnx");
        assertRefused(1, Vernier.run("audit", nine, nine, "--data", samples, "--preprocess", "raw"),
                "sample 9: label 9");
        assertRefused(1, quantize(nine, samples), "label 9", "9 classes");
    }

    @Test
    void refusesToQuantizeTwice() {
        assertEquals(0, quantize(models.network(), "shapes", "--limit", 32).status());
        assertRefused(1,
                Vernier.run("quantize", folder.resolve("out.onnx"), "--data", "shapes", "-o", folder.resolve("b.onnx")),
                "out.onnx", "quantized");
    }

    @Test
    void namesAnUnknownCommandAndTheKnownOnes() {
        assertRefused(2, Vernier.run("quantise", "x"), "quantise", "quantize");
        assertRefused(2, Vernier.run(), "COMMAND", "demo");
    }

    @Test
    void namesAnUnknownOptionOrArgument() {
        assertRefused(2, eval("x.onnx", "shapes", "--engin", "onednn"), "--engin");
        assertRefused(2, eval("x.onnx", "shapes", "extra"), "extra");
    }

    @Test
    void namesAMissingArgument() {
        assertRefused(2, Vernier.run("eval", "x.onnx"), "--data");
        assertRefused(2, Vernier.run("eval", "--data", "shapes"), "MODEL");
        assertRefused(2, Vernier.run("quantize", "x.onnx", "--data", "shapes"), "-o");
    }

    @Test
    void namesABadValueAndTheKnownWords() {
        assertRefused(1, eval("x.onnx", "shapes", "--engine", "fast"), "fast", "onednn", "reference", "onnxruntime");
        assertRefused(1, eval("x.onnx", "shapes", "--mode", "int"), "int", "float", "simulated", "integer");
        assertRefused(1, eval("x.onnx", "shapes", "--qconfig", "fbgem"), "fbgem", "fbgemm", "qnnpack");
        assertRefused(1, eval("x.onnx", "shapes", "--range", "minmaxx"), "minmaxx", "percentile", "entropy");
        assertRefused(1, eval("x.onnx", "cifar:x"), "cifar:x", "cifar10");
        assertRefused(1, eval("x.onnx", "shapes", "--limit", "many"), "--limit", "many");
        assertRefused(1, eval("x.onnx", "shapes", "--batch", "-3"), "--batch", "-3");
        assertRefused(1, eval("x.onnx", "shapes", "--threads", "0"), "--threads", "0");
        assertRefused(1, eval("x.onnx", "shapes", "--input-shape", "1,3,x"), "--input-shape", "1,3,x");
    }

    @Test
    void quantizesIntoOnnxFilesOnly() {
        assertRefused(1, Vernier.run("quantize", models.network(), "--data", "shapes", "-o", folder.resolve("out.pt")),
                "out.pt",
                ".onnx");
    }

    @Test
    void neverOverwritesTheModelItself() throws IOException {
        Path network = models.network();
        byte[] before = Files.readAllBytes(network);
        assertRefused(1, Vernier.run("quantize", network, "--data", "shapes", "--preprocess", "raw", "-o", network),
                "network.onnx", "itself");
        assertRefused(1, eval(network, "shapes", "--json", network), "network.onnx", "itself");
        assertRefused(1, eval(network, "shapes", "--predictions", network), "network.onnx", "itself");
        assertRefused(1, quantize(network, "shapes", "--json", folder.resolve("out.onnx")), "out.onnx", "itself");
        assertArrayEquals(before, Files.readAllBytes(network));
    }
}
