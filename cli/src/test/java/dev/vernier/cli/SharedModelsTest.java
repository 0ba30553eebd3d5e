package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Real models on real data.
final class SharedModelsTest {
    private static final int SAMPLES = 300;

    private static String cifar() {
        return "cifar10:" + Shared.path("data/cifar10") + ":test";
    }

    private static Path model(String name) {
        return Shared.path("models/" + name + "-cifar10.onnx");
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet20", "resnet56", "resnet18", "mobilenet_v2"})
    void evaluatesAlikeOnBothEngines(String name) {
        JsonNode fast = Vernier.json("eval", model(name), "--data", cifar(), "--limit", 50);
        JsonNode reference =
                Vernier.json("eval", model(name), "--data", cifar(), "--limit", 50, "--engine", "reference");
        assertEquals(reference.get("correct"), fast.get("correct"));
    }

    @Test
    void quantizesWithoutLosingMuch(@TempDir Path folder) throws Exception {
        Path model = model("resnet20");
        Path output = folder.resolve("int8.onnx");
        JsonNode report =
                Vernier.json("quantize", model, "--data", cifar(), "--calibrate", 64, "--limit", SAMPLES, "-o", output);
        JsonNode integer = report.get("rungs").get(4);
        assertEquals("integer", integer.get("id").asString());
        assertTrue(integer.get("agreement").asDouble() > 95, integer.toString());
        assertTrue(integer.get("agreement_with").get("simulated").asDouble() > 99, integer.toString());
        assertTrue(integer.get("agreement_with").get("onnxruntime").asDouble() > 99, integer.toString());
        assertTrue(Files.size(output) < 0.34 * Files.size(model));
    }

    @Test
    void foldsWhatTheExporterLeftBehind() {
        Vernier run = Vernier.run("inspect", model("resnet20"));
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains(" = conv "));
        assertFalse(run.out().matches("(?s).*= (gather|shape|constant_of_shape|batch_norm)\\b.*"));
    }

    @Test
    void refusesDigitsForAColourNetwork() {
        String digits = "mnist:" + Shared.path("data/mnist") + ":test";
        Vernier run = Vernier.run("eval", model("resnet20"), "--data", digits);
        assertEquals(1, run.status());
        assertEquals("vernier: " + digits + ": samples [1, 28, 28], needed [3, 32, 32] as input 'input' of"
                + " resnet20-cifar10.onnx", run.err().strip());
    }
}
