package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.file.Npz;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is said of models that give every sample the same. The float model's class is the largest of a sample's three numbers.
final class ConstantOutputTest {
    private static final String ZEROS = "[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]";
    private static final String SAME = "[1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0]";

    @TempDir
    private Path folder;

    private Models models;
    private Path network;

    @BeforeEach
    void write() {
        models = new Models(folder);
        network = models.write("float.onnx", network(SAME, "[0.0, 0.0, 0.0]"));
    }

    private static Graph network(String weights, String biases) {
        return GraphText.parse("""
                x: f32[n, 3]
                const v: f32[3, 3] = %s
                const b: f32[3] = %s
                y = gemm x, v, b {transpose_b = true}
                return y
                """.formatted(weights, biases));
    }

    /// A sample of each class given.
    private String samples(int... classes) {
        float[] x = new float[3 * classes.length];
        long[] y = new long[classes.length];
        for (int i = 0; i < classes.length; i++) {
            x[3 * i + classes[i]] = 1 + i / 16f;
            y[i] = classes[i];
        }
        Path file = folder.resolve("samples.npz");
        Npz.write(file, Map.of("x", Tensor.of(Shape.of(classes.length, 3), x), "y", Tensor.vector(y)));
        return "npz:" + file;
    }

    private JsonNode audit(int status, Path candidate, String samples) {
        Vernier run = Vernier.run("audit", network, candidate, "--data", samples, "--preprocess", "raw", "--json", "-");
        assertEquals(status, run.status(), run.err());
        return JsonMapper.shared().readTree(run.out());
    }

    private static List<String> found(JsonNode answer) {
        return StreamSupport.stream(answer.get("findings").spliterator(), false)
                .filter(finding -> finding.get("id").asString().equals("constant-output"))
                .map(finding -> finding.get("severity").asString() + ": " + finding.get("text").asString()).toList();
    }

    @Test
    void provesAFloatModelThatGivesEverySampleTheSameScores() {
        Path zeros = models.write("zeros.onnx", network(ZEROS, "[0.0, 0.5, 0.0]"));
        JsonNode answer = audit(3, zeros, samples(0, 1, 2, 0, 2));
        assertEquals("no-evidence", answer.get("verdict").get("id").asString());
        assertEquals(List
                .of("error: candidate gives the same scores for all 5 samples, where float tells 3 classes apart"),
                found(answer));
    }

    @Test
    void provesAnInt8FileThatGivesEverySampleTheSameScores() {
        Path zeros = models.write("zeros.onnx", network(ZEROS, "[0.0, 0.5, 0.0]"));
        Path int8 = folder.resolve("int8.onnx");
        Vernier quantized = Vernier.run("quantize", zeros, "--data", samples(0, 1, 2, 0, 2, 1), "--preprocess", "raw",
                "--calibrate", 2, "-o", int8);
        assertFalse(quantized.out().contains("constant-output"), quantized.out());
        JsonNode answer = audit(3, int8, samples(0, 1, 2, 0, 2, 1));
        assertEquals(1, found(answer).size());
        assertTrue(found(answer).getFirst().startsWith("error: int8 gives the same scores for all 6"),
                found(answer).toString());
    }

    @Test
    void suspectsAModelThatOnlyGivesTheSameClass() {
        Path always = models.write("always.onnx", network(SAME, "[0.0, 9.0, 0.0]"));
        assertEquals(
                List.of("warning: candidate gives class 1 for all 5 samples, where float tells 3 classes apart"),
                found(audit(0, always, samples(0, 1, 2, 0, 2))));
    }

    @Test
    void saysNothingWhereOneOrTwoSamplesAreTakenForAnotherClass() {
        Path zeros = models.write("zeros.onnx", network(ZEROS, "[0.5, 0.0, 0.0]"));
        assertEquals(List.of(), found(audit(0, zeros, samples(0, 0, 0, 2, 1))));
        assertEquals(List.of(), found(audit(0, zeros, samples(0, 0, 0, 0))));
    }
}
