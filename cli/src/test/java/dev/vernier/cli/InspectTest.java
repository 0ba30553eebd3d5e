package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.onednn.OneDnnEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

final class InspectTest {
    @TempDir
    private Path folder;

    private Path network;

    @BeforeEach
    void open() {
        network = new Models(folder).network();
    }

    private Path quantized() {
        Path output = folder.resolve("int8.onnx");
        Vernier.json("quantize", network, "--data", "shapes", "--preprocess", "unit", "--calibrate", 40, "--limit", 150,
                "-o", output);
        return output;
    }

    @Test
    void namesTheLayersThatCouldSaturateWithoutVnni() {
        Path output = quantized();
        Vernier run = Vernier.run("inspect", output);
        assertTrue(run.out().matches("(?s).*# .* VNNI:? [0-2] of 2 layers could saturate.*"), run.out());
        JsonNode report = Vernier.json("inspect", output);
        JsonNode layers = report.get("saturation");
        assertEquals(2, layers.size());
        assertTrue(layers.get(0).get("possible").isBoolean() && layers.get(0).get("pairs").isNull());
        assertEquals(8, layers.get(0).get("channels").asInt());
        List<String> possible = new ArrayList<>();
        for (JsonNode layer : layers) {
            assertEquals(layer.get("possible").asBoolean(), layer.get("largest_pair").asInt() > 32_768);
            if (layer.get("possible").asBoolean()) {
                possible.add(layer.get("name").asString());
            }
        }
        List<String> split = new ArrayList<>();
        report.get("split").forEach(name -> split.add(name.asString()));
        assertEquals(OneDnnEngine.avoidsSaturation() ? possible : List.of(), split);
        assertEquals(!split.isEmpty(), run.out().contains("by other kernels"));
    }

    @Test
    void showsTheFoldedGraph() {
        Vernier run = Vernier.run("inspect", network, "--explain");
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("= conv x, "), run.out());
        assertFalse(run.out().contains("= batch_norm"), run.out());
        assertTrue(run.out().contains("# f32[n, 8, 16, 16]"), run.out());
        assertTrue(run.out().contains("55,376 multiply-adds"), run.out());
        assertTrue(run.out().contains("fold-batch-norm: "), run.out());
        assertTrue(Vernier.run("inspect", network, "--raw").out().contains("= batch_norm c"));
    }

    @Test
    void showsTheParametersOfAQuantizedFile() {
        Path output = quantized();
        Vernier run = Vernier.run("inspect", output);
        assertTrue(run.out().lines().anyMatch(line -> line.startsWith("x: u8, scale ")), run.out());
        assertFalse(run.out().contains("= dequantize"), run.out());
        JsonNode answer = Vernier.json("inspect", output);
        assertEquals("conv", answer.get("nodes").get(0).get("op").asString());
        assertFalse(answer.get("tensors").isEmpty());
    }
}
