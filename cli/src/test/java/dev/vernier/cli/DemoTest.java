package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.witness.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class DemoTest {
    private static final int IMAGES = 400;

    @Test
    void climbsAllRungsWithoutOtherFiles() {
        JsonNode report = Vernier.json("demo", "--limit", IMAGES, "--calibrate", 64);
        assertEquals(Witness.differ() ? 8 : 7, report.get("rungs").size());
        for (JsonNode rung : report.get("rungs")) {
            assertEquals(IMAGES, rung.get("n").asInt(), rung.toString());
            assertTrue(rung.get("top1").asDouble() > 85, rung.toString());
            assertEquals(Math.max(-rung.get("ci_low").asDouble(), rung.get("ci_high").asDouble()),
                    rung.get("equivalence_margin").asDouble(), rung.toString());
            assertTrue(rung.has("more_samples") && rung.has("minimum_detectable"), rung.toString());
        }
    }

    @Test
    void namesTheClassesThatChanged(@TempDir Path folder) throws IOException {
        Path coarse = Files.writeString(folder.resolve("int4.yaml"), "base: x86\nweights: {dtype: qint4}\n");
        String text = Vernier.run("demo", "--limit", 4_000, "--calibrate", 64, "--qconfig", coarse).out();
        assertTrue(text.contains(" alone: "), text);
        assertFalse(text.contains("class 3 alone"), text);
        assertTrue(text.contains("corrected for 10 classes"), text);
    }

    @Test
    void keepsItsModelWhereAsked(@TempDir Path folder) throws IOException {
        Path output = folder.resolve("demo.onnx");
        assertEquals(0, Vernier.run("demo", "--limit", 50, "--calibrate", 16, "-o", output).status());
        assertTrue(Files.size(output) > 10_000);
        assertEquals(50, Vernier.json("eval", output, "--data", "shapes", "--limit", 50).get("n").asInt());
    }
}
