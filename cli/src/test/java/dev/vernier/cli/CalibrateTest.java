package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import dev.vernier.calibrate.CalibrationFile;
import dev.vernier.graph.GraphText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class CalibrateTest {
    @TempDir
    private Path folder;

    private Models models;
    private Path network;
    private Path file;

    @BeforeEach
    void open() {
        models = new Models(folder);
        network = models.network();
        file = folder.resolve("calibration.npz");
    }

    private JsonNode calibrate(Path output, Object... more) {
        return Vernier.json(with(new Object[] {"calibrate", network, "--data", "shapes", "--preprocess", "unit",
            "--calibrate", 100, "-o", output}, more));
    }

    private Vernier quantize(Object... more) {
        return Vernier.run(with(new Object[] {"quantize", network, "--data", "shapes", "--preprocess", "unit",
            "--calibrate", 100, "--limit", 50, "-o", folder.resolve("int8.onnx"), "--json", folder.resolve("q.json")},
                more));
    }

    private static Object[] with(Object[] some, Object... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray();
    }

    private JsonNode report() throws IOException {
        return tools.jackson.databind.json.JsonMapper.shared().readTree(Files.readString(folder.resolve("q.json")));
    }

    private static String fingerprint(JsonNode answer) {
        return answer.get("calibration").get("fingerprint").asString();
    }

    @Test
    void servesEveryRangeRuleWithoutAnotherRun() throws IOException {
        String fingerprint = fingerprint(calibrate(file));
        for (String rule : List.of("minmax", "percentile:99", "mse", "entropy")) {
            assertEquals(0, quantize("--range", rule).status());
            JsonNode anew = report();
            Vernier used = quantize("--range", rule, "--calibration", file);
            assertEquals(0, used.status(), used.err());
            assertTrue(used.err().contains("100 samples from " + file), used.err());
            assertEquals(anew.get("tensors"), report().get("tensors"), rule);
            assertEquals(fingerprint, fingerprint(report()), rule);
        }
    }

    @Test
    void warnsWhereTheSamplesOfAFileAreEvaluated() throws IOException {
        calibrate(file);
        assertEquals(0, quantize("--calibration", file).status());
        assertFalse(report().get("findings").toString().contains("calibrated-on-test"));
        Path evaluated = folder.resolve("evaluated.npz");
        String samples = models.samples("samples.npz", 60);
        assertEquals(0, Vernier.run("calibrate", network, "--data", samples, "--preprocess", "raw", "--calibrate", 30,
                "-o", evaluated).status());
        for (Object[] how : new Object[][] {{"--calibration", evaluated},
            {"--calibration-data", samples, "--calibrate", 30}}) {
            JsonNode answer = Vernier.json(with(new Object[] {"quantize", network, "--data", samples, "--preprocess",
                "raw", "-o", folder.resolve("int8.onnx")}, how));
            JsonNode found = answer.get("findings").valueStream()
                    .filter(finding -> finding.get("id").asString().equals("calibrated-on-test")).findFirst()
                    .orElseThrow();
            assertEquals("warning", found.get("severity").asString());
            assertEquals(30, found.get("numbers").get("both").asInt());
            assertTrue(found.get("text").asString().startsWith("30 of 30 calibration samples ("),
                    found.get("text").asString());
        }
        assertFalse(Vernier.json("quantize", network, "--data", samples, "--preprocess", "raw", "--calibrate", 30, "-o",
                folder.resolve("int8.onnx")).get("findings").toString().contains("calibrated-on-test"));
    }

    @Test
    void takesHalfOfFewSamplesWhereNoNumberIsAskedFor() {
        String few = models.samples("few.npz", 41);
        Object[] quantize = {"quantize", network, "--data", few, "--preprocess", "raw", "-o",
            folder.resolve("int8.onnx"), "--json", "-"};
        Vernier half = Vernier.run(quantize);
        assertEquals(0, half.status(), half.err());
        JsonNode answer = tools.jackson.databind.json.JsonMapper.shared().readTree(half.out());
        assertEquals(20, answer.get("calibration").get("n").asInt());
        assertEquals(21, answer.get("rungs").get(0).get("n").asInt());
        assertTrue(half.err().contains("calibration: 20 of the 41 samples of " + few + ", which are not evaluated"),
                half.err());
        JsonNode limited = Vernier.json(with(new Object[] {"quantize", network, "--data", few, "--preprocess", "raw",
            "-o", folder.resolve("int8.onnx")}, "--limit", 10));
        assertEquals(31, limited.get("calibration").get("n").asInt());
        assertEquals(10, limited.get("rungs").get(0).get("n").asInt());
        Vernier asked = Vernier.run(with(quantize, "--calibrate", 1024));
        assertEquals(1, asked.status());
        assertTrue(asked.err().contains("all taken by --calibrate 1024"), asked.err());
    }

    @Test
    void servesEvalAndAuditToo() {
        calibrate(file);
        for (String command : List.of("eval", "audit")) {
            Vernier run = Vernier.run(with(new Object[] {command, network, "--data", "shapes", "--preprocess", "unit",
                "--limit", 50, "--calibration", file}, command.equals("eval")
                        ? new Object[] {"--mode", "integer"}
                        : new Object[0]));
            assertEquals(0, run.status(), run.err());
            assertTrue(run.err().contains("100 samples from " + file), run.err());
        }
    }

    @Test
    void writesTheSameBytesForEveryShardingBatchAndNumberOfThreads() throws IOException {
        calibrate(file, "--threads", 1, "--batch", 16);
        byte[] whole = Files.readAllBytes(file);
        Path other = folder.resolve("other.npz");
        calibrate(other, "--threads", 2, "--batch", 64);
        assertArrayEquals(whole, Files.readAllBytes(other));
        List<Object> merge = new ArrayList<>(List.of("calibrate", "-o", other, "--merge"));
        for (int shard : new int[] {3, 1, 4, 2}) {
            Path part = folder.resolve("part" + shard + ".npz");
            assertEquals(25, calibrate(part, "--shard", shard + "/4").get("calibration").get("n").asInt());
            merge.add(part);
        }
        Vernier merged = Vernier.run(merge.toArray());
        assertEquals(0, merged.status(), merged.err());
        assertArrayEquals(whole, Files.readAllBytes(other));
        merge.add(folder.resolve("part2.npz"));
        assertTrue(Vernier.run(merge.toArray()).err().contains("25 of its 25 samples are in the files before it too"));
    }

    @Test
    void goesOnWithAFileWithoutSeeingASampleTwice() throws IOException {
        calibrate(file);
        byte[] whole = Files.readAllBytes(file);
        Path part = folder.resolve("part.npz");
        calibrate(part, "--shard", "2/3");
        assertEquals(100, calibrate(part, "--resume").get("calibration").get("n").asInt());
        assertArrayEquals(whole, Files.readAllBytes(part));
        calibrate(part, "--resume");
        assertArrayEquals(whole, Files.readAllBytes(part));
        Path begun = folder.resolve("begun.npz");
        Vernier run = quantize("--calibration", begun, "--resume", "--range", "mse");
        assertEquals(0, run.status(), run.err());
        assertArrayEquals(whole, Files.readAllBytes(begun));
    }

    @Test
    void tellsHowFarRangesHadSettled() {
        JsonNode convergence = calibrate(file).get("calibration").get("settling");
        assertEquals(0.1, convergence.get("limit").asDouble());
        assertEquals(convergence.get("settled").asBoolean(), convergence.get("unsettled").isEmpty());
        for (JsonNode group : convergence.get("groups")) {
            assertTrue(group.get("median").asDouble() <= group.get("largest").get("movement").asDouble());
        }
        Vernier few = Vernier.run("calibrate", network, "--data", "shapes", "--preprocess", "unit", "--calibrate", 1,
                "-o", file);
        assertEquals(0, few.status(), few.err());
        assertTrue(few.out().contains("too few to see"), few.out());
    }

    @Test
    void findsRangesThatHadNotSettled() {
        JsonNode finding = Vernier.json("calibrate", network, "--data", "shapes", "--preprocess", "unit",
                "--calibrate", 1, "-o", file).get("findings").get(0);
        assertEquals("not-settled", finding.get("id").asString());
        assertEquals("warning", finding.get("severity").asString());
        calibrate(file, "--range", "minmax").get("findings")
                .forEach(minor -> assertEquals("info", minor.get("severity").asString(), minor.toString()));
    }

    @Test
    void refusesWhatDoesNotSuitInOneLine() throws IOException {
        calibrate(file, "--range", "minmax");
        assertRefuses(quantize("--calibration", file, "--range", "mse"), file + ": minimum and maximum alone");
        assertRefuses(Vernier.run("eval", network, "--data", "shapes", "--mode", "integer", "--calibration", file,
                "--preprocess", "signed"),
                file + ": calibration with preprocess unit, needed preprocess signed");
        assertRefuses(quantize("--calibration", folder.resolve("none.npz")), "none.npz: no such file");
        assertRefuses(quantize("--resume"), "needed --calibration FILE");
        Files.writeString(file, "something else");
        assertRefuses(quantize("--calibration", file), file.toString());
        assertRefuses(Vernier.run("calibrate", "--merge", file, "-o", folder.resolve("m.npz")), file.toString());
        assertRefuses(Vernier.run("calibrate", network, "--data", "shapes", "--preprocess", "unit", "-o",
                folder.resolve("no/such.npz")), "no folder");
        assertRefuses(Vernier.run("calibrate", network, "--data", "shapes", "--preprocess", "unit", "-o", file,
                "--shard", "5/4"), "shard = 5/4");
        assertEquals(2, Vernier.run("calibrate", network, "-o", file).status());
        assertEquals(2, Vernier.run("calibrate", "-o", file).status());
    }

    private static void assertRefuses(Vernier run, String part) {
        assertEquals(1, run.status(), run.err());
        assertTrue(run.err().lines().toList().getLast().contains(part), run.err());
        assertFalse(run.err().contains("\tat "), run.err());
    }

    @Test
    void locatesTheSampleAndElementThatIsNotFinite() {
        assertRefuses(Vernier.run("calibrate", network, "--data", models.samples("nan.npz", 40, Float.NaN, 33),
                "--preprocess", "raw", "-o", file), "nan.npz: sample 33 holds NaN at [0, 3, 4]");
        assertFalse(Files.exists(file));
        Path huge = models.write("huge.onnx", GraphText.parse("""
                x: f32[n, 3, 32, 32]
                const huge: f32[] = 3.0E38
                const w: f32[10, 3, 32, 32] = random 1
                a = mul x, huge
                b = add a, a
                c = conv b, w {kernel = [32, 32]}
                y = flatten c
                return y
                """));
        assertRefuses(Vernier.run("calibrate", huge, "--data", models.samples("some.npz", 40), "--preprocess", "raw",
                "-o", file), "some.npz: sample 0 holds ");
    }

    @Test
    void savesWhatWasSeenWhenItIsInterrupted() throws IOException, InterruptedException {
        Object[] words = {"calibrate", network, "--data", "shapes", "--preprocess", "unit", "--calibrate", 1000,
            "--engine", "reference", "--threads", 1, "--batch", 16, "-o"};
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                Main.class.getName()));
        Stream.of(words).map(Object::toString).forEach(command::add);
        command.add(file.toString());
        Process process = new ProcessBuilder(command).start();
        try (var said = process.errorReader()) {
            String line = said.readLine();
            while (line != null && !line.contains("Ctrl-C saves")) {
                line = said.readLine();
            }
            String signal = ignoresInterrupts() ? "TERM" : "INT";
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
            String rest = String.join("\n", said.lines().toList());
            assertEquals(signal.equals("INT") ? 130 : 143, process.waitFor());
            assertTrue(rest.contains("--resume goes on"), rest);
        }
        int seen = CalibrationFile.read(file).n();
        assertTrue(seen > 0 && seen < 1000, Integer.toString(seen));
        assertEquals(0, Vernier.run(with(words, file, "--resume")).status());
        Path whole = folder.resolve("whole.npz");
        assertEquals(0, Vernier.run(with(words, whole)).status());
        assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(file));
    }

    /// Processes that a shell starts in the background ignore SIGINT, and so do those that they start.
    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status) && Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16) & 2) != 0);
    }

    @Test
    void givesResNet18TheSameBytesHoweverItsSamplesCome() throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (int batch : new int[] {1, 7, 32, 64, 256}) {
            for (int threads : new int[] {1, 2}) {
                files.add(ofResNet18("--batch", batch, "--threads", threads));
            }
        }
        List<Object> merge = new ArrayList<>(List.of("calibrate", "-o", file, "--merge"));
        for (int shard : new int[] {4, 2, 1, 3}) {
            merge.add(Files.write(folder.resolve("shard" + shard), ofResNet18("--shard", shard + "/4")));
        }
        assertEquals(0, Vernier.run(merge.toArray()).status());
        files.add(Files.readAllBytes(file));
        files.forEach(bytes -> assertArrayEquals(files.getFirst(), bytes));
    }

    private byte[] ofResNet18(Object... more) throws IOException {
        Path one = folder.resolve("one.npz");
        Vernier run = Vernier.run(with(new Object[] {"calibrate", Shared.path("models/resnet18-cifar10.onnx"), "--data",
            "cifar10:" + Shared.path("data/cifar10") + ":train", "--calibrate", 40, "-o", one}, more));
        assertEquals(0, run.status(), run.err());
        return Files.readAllBytes(one);
    }
}
