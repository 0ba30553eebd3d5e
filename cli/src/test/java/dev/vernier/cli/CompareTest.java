package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import dev.vernier.file.Npz;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class CompareTest {
    private static final int N = 200;

    @TempDir
    private Path folder;

    @Test
    void answersWithTheKeysThatScriptsRead() {
        JsonNode answer = Vernier.json("compare", file("a.npz", 0, 0), file("b.npz", 12, 0));
        for (String key : List.of("n", "a", "b", "lost", "gained", "agreement", "p", "mid_p", "ci_low", "ci_high",
                "minimum_detectable", "verdict", "classes", "findings")) {
            assertTrue(answer.hasNonNull(key), key);
        }
        assertAll(
                () -> assertEquals(N, answer.get("n").asInt()),
                () -> assertEquals(N - 12, answer.get("b").get("correct").asInt()),
                () -> assertEquals(12, answer.get("lost").asInt()),
                () -> assertEquals(2 * Math.pow(0.5, 12), answer.get("p").asDouble(), 1e-12),
                () -> assertEquals("worse", answer.get("verdict").get("id").asString()),
                () -> assertEquals("ids", answer.get("paired_by").asString()));
    }

    @Test
    void givesTheFoundingRunsTheirVerdicts() {
        String runs = Shared.path("golden/resnet18_torch_predictions.npz") + ":";
        JsonNode worse = Vernier.json("compare", runs + "float", runs + "minmax_n-1024_bs-32_aug-False");
        assertEquals(0.005685, worse.get("p").asDouble(), 1e-6);
        assertEquals("worse", worse.get("verdict").get("id").asString());
        JsonNode open = Vernier.json("compare", runs + "float", runs + "hist_n-1024_bs-8");
        assertEquals("no-evidence", open.get("verdict").get("id").asString());
        assertTrue(open.get("more_samples").asLong() > 500_000);
        JsonNode best = Vernier.json("compare", runs + "float", runs + "hist_n-1024_bs-8", runs + "hist_n-1024_bs-32",
                runs + "hist_n-1024_bs-64", runs + "sym_n-1024");
        assertEquals(4, best.get("comparisons").size());
        assertEquals(4, best.get("selection").get("k").asInt());
        assertEquals(0.108, best.get("selection").get("expected_gain").asDouble(), 1e-3);
        assertEquals("warning", finding(best, "selected-on-test").get("severity").asString());
    }

    @Test
    void callsNothingChosenWhereAllAreRightOnTheSameSamples() {
        JsonNode answer = Vernier.json("compare", file("a.npz", 0, 0), file("b.npz", 4, 0), file("c.npz", 4, 0));
        assertEquals("info", finding(answer, "selected-on-test").get("severity").asString());
        assertEquals(0, answer.get("selection").get("expected_gain").asDouble());
    }

    @Test
    void asksWhetherAChangeIsWithinTheMargin() {
        JsonNode answer = Vernier.json("compare", file("a.npz", 0, 0), file("b.npz", 1, 0), "--margin", 5);
        assertEquals("equivalent", answer.get("verdict").get("id").asString());
        assertEquals(1, Vernier.run("compare", "a.npz", "b.npz", "--margin", 0).status());
        assertEquals(1, Vernier.run("compare", "a.npz", "b.npz", "--max-drop", "NaN").status());
    }

    @Test
    void saysHowManyMoreSamplesWouldSettleAMarginAndAGate() {
        JsonNode answer = Vernier.json("compare", file("a.npz", 0, 0), file("b.npz", 1, 0), "--margin", 2);
        assertEquals("no-evidence", answer.get("verdict").get("id").asString());
        assertEquals(answer.get("ci_low").asDouble(), -answer.get("equivalence_margin").asDouble());
        long more = answer.get("more_samples_within").asLong();
        assertTrue(more > 100 && more < 1_000, answer.toString());
        Vernier gate = Vernier.run("compare", folder.resolve("a.npz"), folder.resolve("b.npz"), "--max-drop", 2,
                "--json", folder.resolve("gate.json"));
        assertTrue(gate.out().contains("more samples would open the gate"), gate.out());
        JsonNode closed = JsonMapper.shared().readTree(folder.resolve("gate.json").toFile()).get("gate");
        assertTrue(closed.get("more_samples").asLong() <= more, closed.toString());
        assertFalse(Vernier.json("compare", folder.resolve("a.npz"), folder.resolve("b.npz"), "--max-drop", 10)
                .get("gate").has("more_samples"));
    }

    @Test
    void namesTheClearestOfManyChangedClasses() {
        String text = Vernier.run("compare", labelled("a.npz", 0), labelled("b.npz", N)).out();
        assertEquals(5, text.lines().filter(line -> line.contains("alone: 20 lost and 0 gained of 20")).count(), text);
        assertTrue(text.contains("and 5 more classes"), text);
    }

    @Test
    void testsTheSlicesThatAFileNames() {
        Path a = file("a.npz", 0, 0);
        Map<String, Tensor> arrays = new LinkedHashMap<>(Npz.read(file("b.npz", 12, 0)));
        assertFalse(Vernier.json("compare", a, folder.resolve("b.npz")).has("slices"));
        arrays.put("slices", Tensor.vector(LongStream.range(0, N).map(sample -> sample < 20 ? 7 : 3).toArray()));
        Path sliced = folder.resolve("sliced.npz");
        Npz.write(sliced, arrays, Set.of("ids"));
        JsonNode slices = Vernier.json("compare", a, sliced).get("slices");
        assertEquals(List.of(3, 7), List.of(slices.get(0).get("slice").asInt(), slices.get(1).get("slice").asInt()));
        assertEquals(List.of(20, 12), List.of(slices.get(1).get("n").asInt(), slices.get(1).get("lost").asInt()));
        assertEquals(2 * 2 * Math.pow(0.5, 12), slices.get(1).get("p_holm").asDouble(), 1e-12);
        assertTrue(Vernier.run("compare", a, sliced).out().contains("slice 7 alone: 12 lost and 0 gained of 20"));
    }

    @Test
    void closesTheGateWhereALargerDropIsNotExcluded() {
        Path a = file("a.npz", 0, 0);
        Vernier open = Vernier.run("compare", a, file("b.npz", 2, 0), "--max-drop", 0.5);
        assertEquals(3, open.status());
        assertTrue(open.out().contains("not excluded"), open.out());
        Vernier proven = Vernier.run("compare", a, file("c.npz", 40, 0), "--max-drop", 0.5);
        assertEquals(3, proven.status());
        assertTrue(proven.out().contains("is proven"), proven.out());
        assertEquals(0, Vernier.run("compare", a, file("d.npz", 2, 0), "--max-drop", 5).status());
    }

    @Test
    void closesTheGateOfQuantizeAndAuditToo() {
        Path network = new Models(folder).network();
        Object[] quantize =
                {"quantize", network, "--data", "shapes", "--preprocess", "unit", "--calibrate", 32, "--limit",
                    64, "-o", folder.resolve("q.onnx"), "--max-drop", 0.01, "--json", folder.resolve("q.json")};
        Vernier closed = Vernier.run(quantize);
        assertEquals(3, closed.status(), closed.err());
        assertTrue(closed.out().contains("gate not met"), closed.out());
        Vernier audit = Vernier.run("audit", network, folder.resolve("q.onnx"), "--data", "shapes", "--preprocess",
                "unit", "--limit", 64, "--max-drop", 100);
        assertEquals(0, audit.status(), audit.err());
        assertTrue(audit.out().contains("int8: gate met"), audit.out());
    }

    @Test
    void findsOtherSamplesAndSaysHowTheyDiffer() {
        Path a = file("a.npz", 0, 0);
        Vernier other = Vernier.run("compare", a, file("b.npz", 0, 1_000));
        assertEquals(3, other.status());
        assertTrue(other.out().contains("error different-samples"), other.out());
        Vernier part = Vernier.run("compare", a, file("c.npz", 0, 50));
        assertEquals(0, part.status());
        assertTrue(part.out().contains("warning different-samples") && part.out().contains("150 that are in both"),
                part.out());
        JsonNode answer = JsonMapper.shared().readTree(
                Vernier.run("compare", a, file("d.npz", 0, 1_000), "--json", "-").out());
        assertTrue(answer.get("n").isNull() && answer.get("verdict").isNull());
    }

    @Test
    void warnsOfOtherPreprocessing() {
        Vernier run = Vernier.run("compare", file("a.npz", 0, 0, "raw"), file("b.npz", 0, 0, "imagenet"));
        assertTrue(run.out().contains("raw in a.npz, imagenet in b.npz"), run.out());
    }

    @Test
    void readsWhatEvalWrites() {
        Models models = new Models(folder);
        Path network = models.network();
        Path one = folder.resolve("one.npz");
        Path two = folder.resolve("two.npz");
        for (Path file : List.of(one, two)) {
            assertEquals(0, Vernier.run("eval", network, "--data", "shapes", "--limit", 64, "--preprocess", "raw",
                    "--predictions", file).status());
        }
        assertEquals("identical", Vernier.json("compare", one, two).get("verdict").get("id").asString());
    }

    @Test
    void refusesFilesThatHoldNoPredictionsInOneLine() {
        Path a = file("a.npz", 0, 0);
        Path bare = folder.resolve("bare.npz");
        Npz.write(bare, Map.of("predictions", Tensor.vector(1, 2)));
        Path real = folder.resolve("real.npz");
        Npz.write(real, Map.of("predictions", Tensor.of(Shape.of(2), 0, 1), "labels", Tensor.vector(0, 1)));
        Path large = folder.resolve("large.npz");
        Npz.write(large, Map.of("predictions", Tensor.vector(1L << 40), "labels", Tensor.vector(0)));
        for (String bad : List.of(bare + "|'labels'", real + "|f32", large + "|2^31",
                folder.resolve("no.npz") + "|no such",
                a + ":none|'none'")) {
            String[] parts = bad.split("\\|");
            Vernier run = Vernier.run("compare", a, parts[0]);
            assertEquals(1, run.status(), bad);
            assertEquals(1, run.err().lines().count(), run.err());
            assertTrue(run.err().contains(parts[1]), run.err());
        }
        assertEquals(2, Vernier.run("compare", a).status());
    }

    @Test
    void neverOverwritesWhatItCompares() {
        Path a = file("a.npz", 0, 0);
        assertEquals(1, Vernier.run("compare", a, file("b.npz", 0, 0), "--json", a).status());
        assertEquals(0, Vernier.run("compare", a, a).status());
    }

    @Test
    void describesItself() {
        for (String command : List.of("compare", "claim")) {
            Vernier help = Vernier.run(command, "--help");
            assertTrue(help.out().contains("Usage: vernier " + command), help.out());
            assertFalse(help.out().contains("%%"), help.out());
        }
    }

    @Test
    void judgesAClaim() {
        Vernier impossible = Vernier.run("claim", "--accuracy", 0.94462, "--n", 10_000, "--classes", 10, "--baseline",
                0.7375, "--json", "-");
        assertEquals(3, impossible.status());
        JsonNode answer = JsonMapper.shared().readTree(impossible.out());
        assertFalse(answer.get("possible").asBoolean());
        assertEquals("elementwise-accuracy", answer.get("best").asString());
        assertEquals("elementwise-accuracy", answer.get("explanations").get(0).get("id").asString());
        assertEquals(72.31, answer.get("explanations").get(0).get("top1").asDouble(), 1e-9);
        assertEquals("error", finding(answer, "impossible-accuracy").get("severity").asString());
        JsonNode possible = Vernier.json("claim", "--accuracy", "71.76%", "--n", 10_000);
        assertTrue(possible.get("possible").asBoolean());
        assertEquals(7_176, possible.get("correct").asInt());
        assertEquals(1, Vernier.run("claim", "--accuracy", "many", "--n", 10).status());
        assertEquals(2, Vernier.run("claim", "--accuracy", "0.5").status());
    }

    private static JsonNode finding(JsonNode answer, String id) {
        return StreamSupport.stream(answer.get("findings").spliterator(), false)
                .filter(finding -> finding.get("id").asString().equals(id))
                .findFirst().orElseThrow(() -> new AssertionError(id + " in " + answer.get("findings")));
    }

    private Path labelled(String name, int wrong) {
        Path path = folder.resolve(name);
        Npz.write(path, Map.of(
                "predictions", Tensor.vector(LongStream.range(0, N).map(i -> i < wrong ? 99 : i % 10).toArray()),
                "labels", Tensor.vector(LongStream.range(0, N).map(i -> i % 10).toArray())));
        return path;
    }

    private Path file(String name, int wrong, int firstId) {
        return file(name, wrong, firstId, "raw");
    }

    /// Predictions for samples of four classes, the first `wrong` of them not right.
    private Path file(String name, int wrong, int firstId, String preprocessing) {
        long[] labels = LongStream.range(firstId, firstId + N).map(id -> id % 4).toArray();
        byte[] meta = ("{\"preprocess_text\":\"" + preprocessing + "\"}").getBytes(StandardCharsets.UTF_8);
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("predictions", Tensor.vector(LongStream.range(0, N)
                .map(sample -> sample < wrong ? (labels[(int) sample] + 1) % 4 : labels[(int) sample]).toArray()));
        arrays.put("labels", Tensor.vector(labels));
        arrays.put("ids", Tensor.vector(LongStream.range(firstId, firstId + N).toArray()));
        arrays.put("meta", Tensor.ofU8(Shape.of(meta.length), meta));
        Path path = folder.resolve(name);
        Npz.write(path, arrays, Set.of("ids"));
        return path;
    }
}
