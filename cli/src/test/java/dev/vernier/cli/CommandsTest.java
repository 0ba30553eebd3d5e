package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.file.Npz;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.tensor.Tensor;
import dev.vernier.witness.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class CommandsTest {
    private static final List<String> RUNGS =
            withExactWitness("float", "folded", "weights", "simulated", "integer", "dequantized", "onnxruntime");

    /// The last rung is climbed where ONNX Runtime's own sums saturate.
    private static List<String> withExactWitness(String... rungs) {
        return Stream.concat(Stream.of(rungs), Witness.differ() ? Stream.of("onnxruntime-exact") : Stream.empty())
                .toList();
    }

    @TempDir
    private Path folder;

    private Models models;
    private Path network;
    private Path output;

    @BeforeEach
    void open() {
        models = new Models(folder);
        network = models.network();
        output = folder.resolve("int8.onnx");
    }

    private JsonNode quantize(Object... more) {
        Object[] some = {"quantize", network, "--data", "shapes", "--preprocess", "unit", "--calibrate", 40, "--limit",
            150, "-o",
            output};
        return Vernier.json(Stream.concat(Stream.of(some), Stream.of(more)).toArray());
    }

    private static List<String> ids(JsonNode report) {
        List<String> ids = new ArrayList<>();
        report.get("rungs").forEach(rung -> ids.add(rung.get("id").asString()));
        return ids;
    }

    private static JsonNode rung(JsonNode report, String id) {
        return report.get("rungs").get(ids(report).indexOf(id));
    }

    @Test
    void evaluatesAlikeOnEveryEngine() {
        List<Integer> correct = new ArrayList<>();
        for (String engine : List.of("onednn", "reference", "onnxruntime")) {
            JsonNode answer = Vernier.json("eval", network, "--data", "shapes", "--preprocess", "unit", "--limit", 100,
                    "--engine",
                    engine);
            assertEquals(engine, answer.get("engine").asString());
            assertEquals("float", answer.get("mode").asString());
            assertEquals(100, answer.get("n").asInt());
            assertEquals(answer.get("correct").asInt(), answer.get("top1").asDouble());
            assertTrue(answer.get("seconds").asDouble() > 0 && answer.get("images_per_second").asDouble() > 0);
            correct.add(answer.get("correct").asInt());
        }
        assertEquals(1, correct.stream().distinct().count(), correct.toString());
    }

    @Test
    void saysWhichLayersTheRuntimeComputesInFloat() throws IOException {
        Path recipe = Files.writeString(folder.resolve("recipe.yaml"), """
                base: x86
                weights:
                  dtype: qint4
                """);
        JsonNode finding = finding(quantize("--qconfig", recipe), "not-fused");
        assertTrue(finding.get("text").asString().startsWith("ONNX Runtime computes 2 of 2 quantized layers in float"),
                finding.toString());
        assertEquals("weights of dtype qint8 instead of qint4", finding.get("remedy").asString());
        assertEquals(null, finding(quantize(), "not-fused"));
    }

    @Test
    void quantizesWithoutCalibrationOnlyWhereThatIsAllowed() {
        Vernier refused = Vernier.run("quantize", network, "--data", "shapes", "--preprocess", "unit", "--calibrate", 0,
                "--limit", 50, "-o", output);
        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("tensor 'x': no sample reached it"), refused.err());
        JsonNode report =
                Vernier.json("quantize", network, "--data", "shapes", "--preprocess", "unit", "--calibrate", 0,
                        "--limit", 50, "-o", output, "--allow-uncalibrated");
        assertEquals(0, report.get("calibration").get("n").asInt());
        for (JsonNode tensor : report.get("tensors")) {
            if (tensor.get("name").asString().equals("x")) {
                assertEquals(1.0, tensor.get("scale").asDouble());
                assertEquals(0, tensor.get("zero_point").asInt());
            }
        }
    }

    @Test
    void keepsInFloatWhatTheQconfigNames() throws IOException {
        Path recipe = Files.writeString(folder.resolve("recipe.yaml"), "overrides: [{match: Gemm, float: true}]");
        List<String> tensors = new ArrayList<>();
        JsonNode report = quantize("--qconfig", recipe);
        report.get("tensors").forEach(tensor -> tensors.add(tensor.get("name").asString()));
        assertTrue(tensors.contains("r") && !tensors.contains("v"), tensors.toString());
        assertEquals(RUNGS, ids(report));
        assertTrue(rung(report, "onnxruntime").get("agreement_with").get("integer").asDouble() >= 95,
                report.toString());
    }

    private static JsonNode finding(JsonNode report, String id) {
        for (JsonNode finding : report.get("findings")) {
            if (finding.get("id").asString().equals(id)) {
                return finding;
            }
        }
        return null;
    }

    @Test
    void quantizesAFloatModelFirstWhereAnotherModeIsAsked() {
        JsonNode report = quantize();
        for (String mode : List.of("simulated", "integer")) {
            JsonNode answer =
                    Vernier.json("eval", network, "--data", "shapes", "--preprocess", "unit", "--calibrate", 40,
                            "--limit", 150, "--mode", mode);
            assertEquals(mode, answer.get("mode").asString());
            assertEquals(rung(report, mode).get("correct").asInt(), answer.get("correct").asInt());
        }
    }

    @Test
    void climbsSevenRungsWhoseNumbersAddUp() {
        JsonNode report = quantize();
        assertEquals(RUNGS, ids(report));
        int correct = rung(report, "float").get("correct").asInt();
        for (JsonNode rung : report.get("rungs")) {
            assertEquals(150, rung.get("n").asInt());
            assertEquals(correct - rung.get("lost").asInt() + rung.get("gained").asInt(), rung.get("correct").asInt());
            assertEquals(100.0 * rung.get("correct").asInt() / 150, rung.get("top1").asDouble(), 1e-9);
            double change = rung.get("change").asDouble();
            assertTrue(rung.get("ci_low").asDouble() <= change && change <= rung.get("ci_high").asDouble());
            assertTrue(rung.get("p").isNumber() && rung.get("mid_p").isNumber() && rung.get("agreement").isNumber());
            assertEquals(RUNGS.size() - 1, rung.get("agreement_with").size());
        }
        assertFalse(report.get("verdict").get("text").asString().isEmpty());
        assertTrue(report.get("findings").isArray());
    }

    @Test
    void tellsSizesCalibrationAndEveryQuantizedTensor() throws IOException {
        JsonNode report = quantize();
        assertEquals(Files.size(network), report.get("bytes").get("float").asLong());
        assertEquals(Files.size(output), report.get("bytes").get("int8").asLong());
        assertEquals(40, report.get("calibration").get("n").asInt());
        assertEquals(64, report.get("calibration").get("fingerprint").asString().length());
        assertTrue(report.get("calibration").get("seconds").asDouble() > 0);
        List<String> names = new ArrayList<>();
        for (JsonNode tensor : report.get("tensors")) {
            names.add(tensor.get("name").asString());
            boolean perChannel = tensor.get("scale").isArray();
            assertEquals(perChannel, tensor.get("zero_point").isArray());
            assertEquals(tensor.get("sqnr_db").isNull(), !tensor.get("sqnr_reason").isNull());
        }
        assertTrue(names.containsAll(List.of("x", "r", "v", "d")), names.toString());
    }

    @Test
    void writesAModelThatRunsAloneAndSaysWhereItComesFrom() {
        JsonNode report = quantize();
        JsonNode answer = Vernier.json("eval", output, "--data", "shapes", "--limit", 150);
        assertEquals("integer", answer.get("mode").asString());
        assertEquals(rung(report, "integer").get("correct").asInt(), answer.get("correct").asInt());
        JsonNode judged = Vernier.json("eval", output, "--data", "shapes", "--limit", 150, "--engine", "onnxruntime");
        assertEquals(rung(report, "onnxruntime").get("correct").asInt(), judged.get("correct").asInt());
        Map<String, String> notes = OnnxReader.read(output).metadata();
        assertEquals(report.get("calibration").get("fingerprint").asString(),
                notes.get("vernier.calibration.fingerprint"));
        assertEquals("base: x86\n", notes.get("vernier.qconfig"));
        assertEquals(64, notes.get("vernier.source.sha256").length());
    }

    @Test
    void doesNotDependOnBatchOrThreads() {
        List<String> answers = new ArrayList<>();
        for (int batch : List.of(1, 7, 64)) {
            answers.add(essence(quantize("--batch", batch)));
        }
        for (int threads : List.of(1, 2)) {
            answers.add(essence(quantize("--threads", threads)));
        }
        assertEquals(1, answers.stream().distinct().count(), () -> String.join("\n", answers));
    }

    private static String essence(JsonNode report) {
        List<String> correct = new ArrayList<>();
        report.get("rungs").forEach(rung -> correct.add(rung.get("correct").toString()));
        return report.get("calibration").get("fingerprint") + " " + correct + " " + report.get("tensors");
    }

    @Test
    void givesAnotherFingerprintForOtherSamples() {
        assertNotEquals(
                quantize().get("calibration").get("fingerprint"),
                quantize("--calibration-data", "shapes:test").get("calibration").get("fingerprint"));
    }

    @Test
    void choosesRangesByEveryRuleAndPreset() {
        List<String> scales = new ArrayList<>();
        for (String rule : List.of("minmax", "percentile:99", "mse", "entropy")) {
            scales.add(scales(quantize("--range", rule, "--engine", "onednn")));
        }
        for (String qconfig : List.of("tflite", "qnnpack", "fbgemm")) {
            scales.add(scales(quantize("--qconfig", qconfig)));
        }
        scales.add(scales(quantize("--reduce-range")));
        assertEquals(scales.size(), scales.stream().distinct().count());
    }

    private static String scales(JsonNode report) {
        List<String> scales = new ArrayList<>();
        report.get("tensors").forEach(tensor -> scales.add(tensor.get("scale") + " " + tensor.get("zero_point")));
        return scales.toString();
    }

    @Test
    void leavesCalibrationSamplesOutWhereThereIsNoTrainSplit() {
        JsonNode report =
                Vernier.json("quantize", network, "--data", models.samples("some.npz", 100), "--preprocess", "raw",
                        "--calibrate", 30, "-o", output);
        assertEquals(30, report.get("calibration").get("n").asInt());
        assertEquals(70, rung(report, "integer").get("n").asInt());
    }

    @Test
    void auditsAFloatModelWithoutWritingAnything() throws IOException {
        JsonNode report =
                Vernier.json("audit", network, "--data", "shapes", "--preprocess", "unit", "--calibrate", 40, "--limit",
                        150);
        assertEquals(RUNGS, ids(report));
        assertEquals(rung(quantize(), "integer").get("correct"), rung(report, "integer").get("correct"));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(3, files.count());
        }
    }

    @Test
    void auditsAQuantizedCandidateByItsOwnValues() {
        JsonNode quantized = quantize();
        JsonNode report = Vernier.json("audit", network, output, "--data", "shapes", "--limit", 150);
        assertEquals(withExactWitness("float", "weights", "simulated", "integer", "dequantized", "onnxruntime"),
                ids(report));
        for (String id : List.of("float", "integer", "onnxruntime")) {
            assertEquals(rung(quantized, id).get("correct"), rung(report, id).get("correct"), id);
        }
        assertTrue(report.get("calibration").isNull());
        assertEquals(quantized.get("tensors").size(), report.get("tensors").size());
    }

    @Test
    void auditsAFloatCandidateAsOneRung() {
        JsonNode report =
                Vernier.json("audit", network, network, "--data", "shapes", "--preprocess", "unit", "--limit", 50);
        assertEquals(List.of("float", "candidate"), ids(report));
        assertEquals("identical", report.get("verdict").get("id").asString());
    }

    @Test
    void saysThatFewSamplesShowLittle() {
        JsonNode report =
                Vernier.json("audit", network, network, "--data", "shapes", "--preprocess", "unit", "--limit", 50);
        Map<String, String> severities = new HashMap<>();
        report.get("findings").forEach(finding -> severities.put(finding.get("id").asString(),
                finding.get("severity").asString()));
        assertEquals(Map.of("near-chance", "warning", "underpowered", "info"), severities);
    }

    @Test
    void writesPredictionsForEverySample() {
        Path file = folder.resolve("predictions.npz");
        JsonNode answer = Vernier.json("eval", network, "--data", "shapes", "--preprocess", "unit", "--limit", 50,
                "--predictions",
                file);
        Map<String, Tensor> arrays = Npz.read(file);
        long[] predictions = arrays.get("predictions").longs();
        long[] labels = arrays.get("labels").longs();
        int correct = 0;
        for (int i = 0; i < 50; i++) {
            correct += predictions[i] == labels[i] ? 1 : 0;
            float[] logits = arrays.get("logits").rows(i, i + 1).floats();
            for (float logit : logits) {
                assertTrue(logit <= logits[(int) predictions[i]]);
            }
        }
        assertEquals(answer.get("correct").asInt(), correct);
        assertEquals(50, arrays.get("ids").size());
    }

    @Test
    void runsAnotherInputShape() {
        Path wide = models.write("wide.onnx", dev.vernier.graph.GraphText.parse("""
                x: f32[n, 3, 64, 64]
                const w: f32[10, 3, 3, 3] = random 1
                c = conv x, w, _ {kernel = [3, 3]}
                p = global_average_pool c
                y = flatten p
                return y
                """));
        Object[] command = {"eval", wide, "--data", "shapes", "--preprocess", "unit", "--limit", 20};
        assertEquals(1, Vernier.run(command).status());
        for (String engine : List.of("onednn", "onnxruntime")) {
            assertEquals(20,
                    Vernier.json(Stream.concat(Stream.of(command), Stream.of("--input-shape", "1,3,32,32", "--engine",
                            engine)).toArray()).get("n").asInt());
        }
    }

    @Test
    void runsAModelThatLeavesTheImageSizeOpen() throws IOException {
        Path any = models.openImageSize();
        assertEquals(1, Vernier.run("inspect", any).status());
        assertTrue(Vernier.run("inspect", any, "--input-shape", "1,3,32,32").out().contains("f32[n, 3, 32, 32]"));
        assertEquals(20,
                Vernier.json("eval", any, "--data", "shapes", "--preprocess", "unit", "--limit", 20, "--input-shape",
                        "1,3,32,32").get("n").asInt());
    }

    @Test
    void speaksToPeopleWithoutEscapeSequences() {
        Vernier run = Vernier.run("quantize", network, "--data", "shapes", "--preprocess", "unit", "--calibrate", 40,
                "--limit",
                150, "-o", output);
        assertEquals(0, run.status(), run.err());
        assertFalse((run.out() + run.err()).contains("\u001b"));
        assertTrue(RUNGS.stream().allMatch(id -> run.out().lines().anyMatch(line -> line.startsWith(id + " "))
                || run.out().contains("\n" + id)), run.out());
        assertTrue(run.out().contains("int8 "), run.out());
    }

    @Test
    void helpsOnEveryCommand() {
        for (String command : List.of("quantize", "eval", "audit", "inspect", "dequantize", "demo")) {
            Vernier run = Vernier.run(command, "--help");
            assertEquals(0, run.status());
            assertTrue(run.out().contains("vernier " + command), run.out());
        }
    }
}
