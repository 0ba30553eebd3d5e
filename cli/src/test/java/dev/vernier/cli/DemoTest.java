package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        assertEquals(7, report.get("rungs").size());
        for (JsonNode rung : report.get("rungs")) {
            assertEquals(IMAGES, rung.get("n").asInt(), rung.toString());
            assertTrue(rung.get("top1").asDouble() > 85, rung.toString());
            assertEquals(Math.max(-rung.get("ci_low").asDouble(), rung.get("ci_high").asDouble()),
                    rung.get("equivalence_margin").asDouble(), rung.toString());
            assertTrue(rung.has("more_samples") && rung.has("minimum_detectable"), rung.toString());
        }
    }

    @Test
    void keepsItsModelWhereAsked(@TempDir Path folder) throws java.io.IOException {
        Path output = folder.resolve("demo.onnx");
        assertEquals(0, Vernier.run("demo", "--limit", 50, "--calibrate", 16, "-o", output).status());
        assertTrue(Files.size(output) > 10_000);
        assertEquals(50, Vernier.json("eval", output, "--data", "shapes", "--limit", 50).get("n").asInt());
    }
}
