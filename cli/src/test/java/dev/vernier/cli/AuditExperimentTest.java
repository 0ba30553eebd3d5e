package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
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
