package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
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
                Vernier.json("quantize", model, "--data", cifar(), "--calibrate", 64, "--limit", SAMPLES, "-o", output,
                        "--exact-witness");
        JsonNode integer = report.get("rungs").get(4);
        assertEquals("integer", integer.get("id").asString());
        assertTrue(integer.get("agreement").asDouble() > 95, integer.toString());
        assertTrue(integer.get("agreement_with").get("simulated").asDouble() > 99, integer.toString());
        assertTrue(integer.get("agreement_with").get("onnxruntime-exact").asDouble() > 99, integer.toString());
        assertTrue(Files.size(output) < 0.34 * Files.size(model));
    }

    @Test
    void countsWhatWouldSaturateWithoutVnni(@TempDir Path folder) {
        Path model = model("resnet20");
        Object[] quantize = {"quantize", model, "--data", cifar(), "--calibrate", 40, "--limit", 20, "-o",
            folder.resolve("int8.onnx")};
        JsonNode report = Vernier.json(quantize);
        assertEquals(20, report.get("saturation").size());
        long pairs = 0;
        for (JsonNode layer : report.get("saturation")) {
            assertTrue(layer.get("possible").asBoolean(), layer.toString());
            pairs += layer.get("pairs").asLong();
        }
        assertEquals(32 * 20_201_792L, pairs);
        JsonNode first = report.get("saturation").get(0);
        assertEquals("/conv1/Conv", first.get("name").asString());
        assertTrue(first.get("saturating_pairs").asLong() > 10_000, first.toString());
        assertTrue(first.get("outputs_changed").asLong() > 5_000, first.toString());
        boolean isChangedHere = report.get("rungs").valueStream().map(rung -> rung.get("id").asString())
                .anyMatch("onnxruntime-exact"::equals)
                && rung(report, "onnxruntime").get("agreement_with").get("onnxruntime-exact").asDouble() < 100;
        assertEquals(isChangedHere ? "warning" : "info", finding(report).get("severity").asString());
        if (!isChangedHere) {
            assertTrue(finding(report).get("text").asString().matches(
                    "elsewhere, on CPUs without VNNI, \\d+ of 20 layers would saturate"), finding(report).toString());
        }

        JsonNode reduced = Vernier.json(Stream.concat(Stream.of(quantize), Stream.of("--reduce-range")).toArray());
        for (JsonNode layer : reduced.get("saturation")) {
            assertEquals(0, layer.get("saturating_pairs").asLong(), layer.toString());
        }
        assertEquals("info", finding(reduced).get("severity").asString());
    }

    @Test
    void replaysWhatACpuWithoutVnniGives(@TempDir Path folder) {
        JsonNode report =
                Vernier.json("quantize", model("resnet20"), "--data", cifar(), "--calibrate", 40, "--limit", 20,
                        "-o", folder.resolve("int8.onnx"), "--emulate-saturation");
        assertEquals(20, rung(report, "saturated").get("n").asInt());
        assertEquals(20, rung(report, "saturated-onnxruntime").get("n").asInt());
        assertEquals(20, rung(report, "reduce-range").get("n").asInt());
        assertTrue(finding(report).get("counterfactual").asString().startsWith("against exact sums: "));
        assertNotEquals("info", finding(report).get("severity").asString());
    }

    private static JsonNode rung(JsonNode report, String id) {
        for (JsonNode rung : report.get("rungs")) {
            if (rung.get("id").asString().equals(id)) {
                return rung;
            }
        }
        throw new AssertionError("no rung " + id);
    }

    private static JsonNode finding(JsonNode report) {
        for (JsonNode finding : report.get("findings")) {
            if (finding.get("id").asString().equals("accumulator-saturation")) {
                return finding;
            }
        }
        throw new AssertionError("no finding accumulator-saturation");
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
