package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What `--augment` and `--loader-workers` do to a calibration.
final class AugmentTest {
    @TempDir
    private Path folder;

    private Models models;
    private Path network;

    @BeforeEach
    void open() {
        models = new Models(folder);
        network = models.network();
    }

    private List<Object> command(Object... more) {
        List<Object> words = new ArrayList<>(List.of("quantize", network, "--data", "shapes", "--preprocess", "unit",
                "--calibrate", 64, "--limit", 20, "-o", folder.resolve("int8.onnx")));
        words.addAll(List.of(more));
        return words;
    }

    private JsonNode calibration(Object... more) {
        return Vernier.json(command(more).toArray()).get("calibration");
    }

    private String fingerprint(Object... more) {
        return calibration(more).get("fingerprint").asString();
    }

    @Test
    void changesTheCalibrationImagesAlone() {
        JsonNode plain = Vernier.json(command().toArray());
        JsonNode changed = Vernier.json(command("--augment", "random-resized-crop,flip", "--seed", 3).toArray());
        assertNotEquals(plain.get("calibration").get("fingerprint"), changed.get("calibration").get("fingerprint"));
        assertEquals(plain.get("rungs").get(0).get("correct"), changed.get("rungs").get(0).get("correct"));
        assertEquals("shapes:train, random-resized-crop,flip (seed 3)",
                changed.get("calibration").get("data").asString());
    }

    @Test
    void dependsOnTheSeedAndOnNothingElseWithoutWorkers() {
        Object[] crops = {"--augment", "random-resized-crop"};
        String one = fingerprint(crops[0], crops[1], "--batch", 8, "--threads", 1);
        assertEquals(one, fingerprint(crops[0], crops[1], "--batch", 32, "--threads", 2, "--loader-workers", 0));
        assertNotEquals(one, fingerprint(crops[0], crops[1], "--batch", 8, "--seed", 1));
    }

    @Test
    void dependsOnTheBatchSizeWithWorkersYetNotOnThreads() {
        Object[] small = {"--augment", "flip,random-resized-crop", "--loader-workers", 2, "--batch", 8, "--threads", 1};
        Object[] large = small.clone();
        large[5] = 32;
        Object[] threads = small.clone();
        threads[7] = 3;
        assertEquals(fingerprint(small), fingerprint(threads));
        assertNotEquals(fingerprint(small), fingerprint(large));
    }

    private JsonNode augmented(Object... more) {
        for (JsonNode finding : Vernier.json(command(more).toArray()).get("findings")) {
            if (finding.get("id").asString().equals("calibration-augmented")) {
                return finding;
            }
        }
        throw new AssertionError("no finding calibration-augmented");
    }

    @Test
    void isAFindingWithWhatPlainImagesGive() {
        JsonNode finding = augmented("--augment", "random-resized-crop,flip");
        assertEquals("warning", finding.get("severity").asString());
        assertTrue(finding.get("evidence").asString().contains("scales differ from those of the plain images"));
        assertTrue(finding.get("counterfactual").asString().startsWith("calibrated on the same 64 images unchanged"));
        assertFalse(finding.get("evidence").asString().contains("batches"));
        assertThrows(AssertionError.class, () -> augmented("--calibrate", 32));
    }

    @Test
    void saysWhyTheBatchSizeMattersWithSeveralWorkers() {
        JsonNode finding = augmented("--augment", "random-resized-crop", "--loader-workers", 2, "--batch", 8);
        assertTrue(finding.get("text").asString().contains("a generator of its own"), finding.toString());
        String evidence = finding.get("evidence").asString();
        assertTrue(
                evidence.matches(".*with batches of 16 [1-9]\\d* of \\d+ scales differ from those with batches of 8"),
                evidence);
        assertFalse(augmented("--augment", "flip", "--loader-workers", 1).get("text").asString()
                .contains("a generator of its own"));
    }

    @Test
    void countsAlikeInEveryCommandThatCalibrates() {
        Object[] crops = {"--augment", "random-resized-crop", "--loader-workers", 2, "--batch", 8, "--range", "minmax"};
        Path file = folder.resolve("crops.calibration");
        List<Object> words = new ArrayList<>(List.of("calibrate", network, "--data", "shapes", "--preprocess", "unit",
                "--calibrate", 64, "-o", file));
        words.addAll(List.of(crops));
        assertEquals(fingerprint(crops),
                Vernier.json(words.toArray()).get("calibration").get("fingerprint").asString());
    }

    @Test
    void refusesWhatItCannotDo() {
        refuses("augment = rotate, known: random-resized-crop, flip", "--augment", "flip,rotate");
        refuses("--seed: one, needed a whole number", "--seed", "one");
        refuses("--loader-workers: -1, needed a whole number", "--augment", "flip", "--loader-workers", -1);
        refuses("needed u8[c, h, w] for flip (seed 0)", "--augment", "flip", "--calibration-data",
                models.samples("floats.npz", 70));
    }

    private void refuses(String message, Object... more) {
        Vernier run = Vernier.run(command(more).toArray());
        assertEquals(1, run.status(), run.err());
        assertTrue(run.err().contains(message), run.err());
    }
}
