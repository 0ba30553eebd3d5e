package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import dev.vernier.graph.GraphText;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an audit says of the experiment, and of predictions that somebody recorded.
final class AuditExperimentTest {
    @TempDir
    private Path folder;
    private Models models;
    private Path network;
    private String samples;

    @BeforeEach
    void writeModelAndSamples() {
        models = new Models(folder);
        network = models.network();
        samples = models.samples("samples.npz", 40);
    }

    private Path recorded(String data) {
        Path file = folder.resolve("recorded.npz");
        Vernier run = Vernier.run("eval", network, "--data", data, "--preprocess", "raw", "--predictions", file);
        assertEquals(0, run.status(), run.err());
        return file;
    }

    private static List<String> ids(JsonNode answer) {
        return StreamSupport.stream(answer.get("findings").spliterator(), false)
                .map(finding -> finding.get("severity").asString() + " " + finding.get("id").asString()).toList();
    }

    @Test
    void pairsRecordedPredictionsWithTheModelTheyStemFrom() {
        JsonNode answer =
                Vernier.json("audit", network, recorded(samples), "--data", samples, "--preprocess", "raw");
        assertEquals("identical", answer.get("verdict").get("id").asString());
        assertEquals("candidate", answer.get("rungs").get(1).get("id").asString());
        assertTrue(answer.get("rungs").get(1).get("seconds").isNull());
    }

    @Test
    void warnsWhereOnlySomeSamplesWereRecorded() {
        Path fewer = recorded(models.samples("fewer.npz", 30));
        JsonNode answer = Vernier.json("audit", network, fewer, "--data", samples, "--preprocess", "raw");
        assertEquals(30, answer.get("rungs").get(0).get("n").asInt());
        assertTrue(ids(answer).contains("warning different-samples"), ids(answer).toString());
    }

    @Test
    void saysThatACandidateIsAnotherNetwork() {
        Path other = models.write("other.onnx", GraphText.parse("""
                x: f32[n, 3, 32, 32]
                const w: f32[4, 3, 5, 5] = random 6
                const u: f32[4, 4, 1, 1] = random 7
                const v: f32[10, 4] = random 8
                a = conv x, w, _ {kernel = [5, 5], stride = [4, 4]}
                b = relu a
                e = conv b, u, _ {kernel = [1, 1]}
                p = global_average_pool e
                f = flatten p
                z = gemm f, v, _ {transpose_b = true}
                return z
                """));
        JsonNode answer = Vernier.json("audit", network, other, "--data", samples, "--preprocess", "raw");
        assertTrue(ids(answer).contains("warning other-architecture"), ids(answer).toString());
        JsonNode found = StreamSupport.stream(answer.get("findings").spliterator(), false)
                .filter(finding -> finding.get("id").asString().equals("other-architecture")).findFirst().orElseThrow();
        assertEquals("other.onnx is another network than network.onnx: 0 of its 3 layers with weights correspond to one"
                + " of the 2", found.get("text").asString());
        assertEquals(0, found.get("numbers").get("corresponding").asInt());
        Path int8 = folder.resolve("int8.onnx");
        assertEquals(0, Vernier.run("quantize", other, "--data", samples, "--preprocess", "raw", "--calibrate", 8, "-o",
                int8).status());
        assertTrue(ids(Vernier.json("audit", network, int8, "--data", samples, "--preprocess", "raw"))
                .contains("warning other-architecture"));
        assertFalse(ids(Vernier.json("audit", other, int8, "--data", samples, "--preprocess", "raw"))
                .contains("warning other-architecture"));
    }

    @Test
    void refusesPredictionsOfOtherSamples() {
        Path others = recorded("shapes:test");
        Vernier run = Vernier.run("audit", network, others, "--data", samples, "--preprocess", "raw");
        assertEquals(1, run.status());
        assertTrue(run.err().contains("none of them in both"), run.err());
    }

    @Test
    void namesTheWrongPreprocessingOfARealModelAndExitsWithThree() {
        Path model = Shared.path("models/resnet20-cifar10.onnx");
        String data = "cifar10:" + Shared.path("data/cifar10") + ":test";
        Vernier wrong = Vernier.run("audit", model, model, "--data", data, "--limit", 300, "--preprocess",
                "unit", "--json", "-");
        assertEquals(3, wrong.status(), wrong.err());
        List<String> findings = ids(JsonMapper.shared().readTree(wrong.out()));
        assertEquals("error preprocessing-mismatch", findings.getFirst());
        assertTrue(ids(Vernier.json("audit", model, model, "--data", data, "--limit", 300)).stream()
                .noneMatch(finding -> finding.contains("mismatch")));
    }
}
