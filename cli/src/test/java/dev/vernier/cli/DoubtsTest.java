package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.DemoNetwork;
import dev.vernier.data.DataSpec;
import dev.vernier.data.Dataset;
import dev.vernier.file.Npz;
import dev.vernier.model.Card;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A float model whose own accuracy is doubtful is told of by every command that measures it.
final class DoubtsTest {
    private static final int N = 120;

    @TempDir
    private Path folder;

    private Path network;

    @BeforeEach
    void unpack() {
        network = DemoNetwork.unpack(folder);
    }

    /// Images of shapes as real numbers, divided by something.
    private String samples(float divisor, boolean labelled) {
        Dataset shapes = DataSpec.parse("shapes:test").open().first(N);
        float[] x = new float[N * 3 * 32 * 32];
        long[] y = new long[N];
        for (int sample = 0; sample < N; sample++) {
            Tensor image = shapes.sample(sample).image();
            for (int i = 0; i < image.size(); i++) {
                x[sample * image.size() + i] = image.longAt(i) / divisor;
            }
            y[sample] = shapes.sample(sample).label();
        }
        Path file = folder.resolve("x" + divisor + labelled + ".npz");
        Tensor images = Tensor.of(Shape.of(N, 3, 32, 32), x);
        Npz.write(file, labelled ? Map.of("x", images, "y", Tensor.vector(y)) : Map.of("x", images));
        return "npz:" + file;
    }

    private static JsonNode finding(JsonNode answer, String id) {
        for (JsonNode finding : answer.get("findings")) {
            if (finding.get("id").asString().equals(id)) {
                return finding;
            }
        }
        throw new AssertionError(id + " is not among " + answer.get("findings"));
    }

    private static JsonNode answer(int status, Object... words) {
        Object[] all = java.util.Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--json";
        all[words.length + 1] = "-";
        Vernier run = Vernier.run(all);
        assertEquals(status, run.status(), run.err());
        return JsonMapper.shared().readTree(run.out());
    }

    @Test
    void provesThatScaledSamplesWereScaledAgain() {
        String scaled = samples(255, true);
        JsonNode eval = answer(3, "eval", network, "--data", scaled);
        assertEquals("error", finding(eval, "preprocessing-mismatch").get("severity").asString());
        assertEquals("warning", finding(eval, "near-chance").get("severity").asString());
        JsonNode quantized =
                answer(3, "quantize", network, "--data", scaled, "--calibrate", 20, "-o", folder.resolve("int8.onnx"));
        assertEquals("error", finding(quantized, "preprocessing-mismatch").get("severity").asString());
        assertTrue(finding(quantized, "preprocessing-mismatch").get("remedy").asString().contains("scale=1"));
    }

    /// The first samples of data sorted by class are of all classes, not those that come first.
    @Test
    void findsTheCauseInDataSortedByClass() {
        Map<String, Tensor> arrays = Npz.read(Path.of(samples(255, true).substring("npz:".length())));
        List<Integer> order = IntStream.range(0, N).boxed()
                .sorted(Comparator.comparing(i -> arrays.get("y").longAt(i))).toList();
        float[] x = new float[N * 3 * 32 * 32];
        long[] y = new long[N];
        for (int i = 0; i < N; i++) {
            System.arraycopy(arrays.get("x").rows(order.get(i), order.get(i) + 1).floats(), 0, x, i * 3072, 3072);
            y[i] = arrays.get("y").longAt(order.get(i));
        }
        Path sorted = folder.resolve("sorted.npz");
        Npz.write(sorted, Map.of("x", Tensor.of(Shape.of(N, 3, 32, 32), x), "y", Tensor.vector(y)));
        for (int limit : new int[] {N, 90}) {
            JsonNode eval = answer(3, "eval", network, "--data", "npz:" + sorted, "--limit", limit);
            assertEquals("error", finding(eval, "preprocessing-mismatch").get("severity").asString());
        }
    }

    @Test
    void warnsWhereTheCardSaysAnotherPreprocessing() {
        JsonNode eval = Vernier.json("eval", network, "--data", "shapes:test", "--limit", N, "--preprocess",
                "scale=1/255,mean=0.5,std=0.26");
        assertTrue(finding(eval, "preprocessing-mismatch").get("text").asString().contains("the card of"));
    }

    @Test
    void warnsOnceOfAPreprocessingThatFitsNeitherTheCardNorTheSamples() throws IOException {
        Path card = Card.beside(network);
        ObjectNode told = (ObjectNode) JsonMapper.shared().readTree(Files.readString(card));
        told.putObject("preprocess");
        Files.writeString(card, told.toString());
        JsonNode eval = answer(0, "eval", network, "--data", samples(255, false), "--preprocess", "unit");
        assertEquals(1, eval.get("findings").size(), eval.get("findings").toString());
        String text = finding(eval, "preprocessing-mismatch").get("text").asString();
        assertTrue(text.contains("the card of") && text.contains("as if they were bytes"), text);
    }

    @Test
    void replacesNeitherSamplesNorModelsNorCards() throws IOException {
        String data = samples(1, true);
        Path file = Path.of(data.substring("npz:".length()));
        byte[] before = Files.readAllBytes(file);
        for (Object[] words : new Object[][] {
            {"eval", network, "--data", data, "--json", file}, {"eval", network, "--data", data, "--predictions", file},
            {"eval", network, "--data", data, "--json", Card.beside(network)},
            {"eval", network, "--data", data, "--predictions", folder.resolve("p.csv")},
            {"quantize", network, "--data", data, "--json", file, "-o", folder.resolve("int8.onnx")},
            {"calibrate", network, "--data", data, "-o", file}, {"calibrate", network, "--data", data, "-o", network},
            {"eval", network, "--data", "images:" + folder, "--json", folder.resolve("a.json")}}) {
            Vernier run = Vernier.run(words);
            assertEquals(1, run.status(), run.out());
            assertTrue(run.err().contains("needed another") || run.err().contains("ends in .npz"), run.err());
        }
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    @Test
    void saysSoWithoutLabelsToo() {
        JsonNode eval = answer(0, "eval", network, "--data", samples(255, false));
        assertEquals("warning", finding(eval, "preprocessing-mismatch").get("severity").asString());
    }

    @Test
    void saysNothingOfASoundExperiment() {
        for (String data : new String[] {"shapes:test", samples(1, true), samples(1, false)}) {
            JsonNode eval = answer(0, "eval", network, "--data", data, "--limit", N);
            assertTrue(eval.get("findings").isEmpty(), eval.get("findings").toString());
        }
    }

    @Test
    void comparesWithTheAccuracyOfTheCard() throws IOException {
        Path card = Card.beside(network);
        ObjectNode told = (ObjectNode) JsonMapper.shared().readTree(Files.readString(card));
        told.putObject("accuracy").put("top1", 31.5);
        Files.writeString(card, told.toString());
        JsonNode eval = answer(0, "eval", network, "--data", "shapes:test", "--limit", 200);
        assertEquals(31.5, finding(eval, "not-as-told").get("numbers").get("told").asDouble());
    }

    @Test
    void namesTheCauseWhereInt8IsNoBetterThanAGuess() {
        JsonNode answer = answer(3, "quantize", network, "--data", "shapes:test", "--limit", 200, "--calibrate", 0,
                "--allow-uncalibrated", "-o", folder.resolve("int8.onnx"));
        assertEquals("error", finding(answer, "uncalibrated").get("severity").asString());
    }

    @Test
    void keepsTheKeysOfACardThatLiesBesideTheOutput() throws IOException {
        Path int8 = folder.resolve("int8.onnx");
        Files.writeString(Card.beside(int8), """
                {"note": "by hand", "accuracy": {"top1": 99}, "labels": ["old"]}
                """);
        Vernier run =
                Vernier.run("quantize", network, "--data", "shapes:test", "--limit", 64, "--calibrate", 32, "-o", int8);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("with its card int8.onnx.card.json"), run.out());
        JsonNode card = JsonMapper.shared().readTree(Files.readString(Card.beside(int8)));
        assertEquals("by hand", card.get("note").asString());
        assertFalse(card.has("accuracy"), "it was another model's");
        assertTrue(card.has("preprocess"));
    }

    @Test
    void writesNoModelWhereTheCardBesideItIsNone() throws IOException {
        Path int8 = folder.resolve("int8.onnx");
        Files.writeString(Card.beside(int8), "[1, 2]");
        Vernier run =
                Vernier.run("quantize", network, "--data", "shapes:test", "--limit", 64, "--calibrate", 32, "-o", int8);
        assertEquals(1, run.status(), run.err());
        assertTrue(run.err().contains("no JSON object"), run.err());
        assertFalse(Files.exists(int8));
    }
}
