package dev.vernier.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Conv;
import dev.vernier.graph.op.Gemm;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.onnx.OnnxWriter;
import dev.vernier.quant.QdqForm;
import dev.vernier.quant.QdqLift;
import dev.vernier.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DequantizeTest {
    @TempDir
    private Path folder;

    @Test
    void writesTheFloatModelThatTheCodesStandFor() throws IOException {
        Path int8 = folder.resolve("int8.onnx");
        Path output = folder.resolve("float.onnx");
        JsonNode quantized = Vernier.json("quantize", new Models(folder).network(), "--data", "shapes", "--preprocess",
                "unit", "--calibrate", 40, "--limit", 150, "-o", int8);
        Vernier run = Vernier.run("dequantize", int8, "-o", output);
        assertEquals(output + ": 2 weights and 2 biases in float, 4 activations no longer rounded", run.out().strip());

        OnnxModel before = OnnxReader.read(int8);
        OnnxModel after = OnnxReader.read(output);
        assertEquals(new QdqForm(before.graph(), before.metadata()).lift().graph(), after.graph());
        assertTrue(after.graph().nodes().stream().anyMatch(node -> node.op().word().equals("relu")));
        assertFalse(QdqLift.isQuantized(after.graph()));
        assertEquals(before.metadata().get("vernier.source"), after.metadata().get("vernier.source"));
        assertEquals("int8.onnx", after.metadata().get("vernier.dequantized"));
        assertEquals(Files.readString(folder.resolve("int8.onnx.card.json")),
                Files.readString(folder.resolve("float.onnx.card.json")));

        JsonNode audit = Vernier.json("audit", int8, output, "--data", "shapes", "--limit", 150);
        JsonNode candidate = audit.get("rungs").get(1);
        assertEquals("candidate", candidate.get("id").asString());
        assertEquals(100, candidate.get("agreement").asDouble());
        for (JsonNode rung : quantized.get("rungs")) {
            if (rung.get("id").asString().equals("dequantized")) {
                assertEquals(rung.get("correct"), candidate.get("correct"));
            }
        }
    }

    @Test
    void refusesAFloatModelAndItsOwnFile() {
        Path network = new Models(folder).network();
        Vernier run = Vernier.run("dequantize", network, "-o", folder.resolve("out.onnx"));
        assertEquals(1, run.status());
        assertEquals("vernier: " + network + ": a float model, needed a quantized one", run.err().strip());
        assertEquals(1, Vernier.run("dequantize", network, "-o", network).status());
    }

    /// What somebody wrote who took over the convolutions' weights alone: no biases, and a classifier that was never loaded.
    @Test
    void isWhatAModelThatWasDequantizedByHandShouldHaveBeen() {
        Path model = Shared.path("models/resnet18-cifar10.onnx");
        String data = "cifar10:" + Shared.path("data/cifar10") + ":test";
        Path int8 = folder.resolve("int8.onnx");
        Path output = folder.resolve("float.onnx");
        Path byHand = folder.resolve("by-hand.onnx");
        assertEquals(0, Vernier.run("quantize", model, "--data", data, "--calibrate", 32, "--limit", 100, "-o", int8)
                .status());
        assertEquals(0, Vernier.run("dequantize", int8, "-o", output).status());
        OnnxWriter.write(careless(OnnxReader.read(output).graph()), Map.of(), byHand);

        JsonNode lossless = Vernier.json("audit", int8, output, "--data", data, "--limit", 100);
        assertEquals(100, lossless.get("rungs").get(1).get("agreement").asDouble());

        Vernier run = Vernier.run("audit", int8, byHand, "--data", data, "--limit", 200, "--json", "-");
        assertEquals(3, run.status(), run.err());
        Map<String, JsonNode> errors = errors(run);
        assertEquals(List.of("missing-bias", "weights-differ"), errors.keySet().stream().sorted().toList());
        assertEquals("fc.weight", errors.get("weights-differ").get("tensor").asString(), run.out());
        assertTrue(errors.get("missing-bias").get("evidence").asString().contains("fc.bias"), run.out());
        assertTrue(errors.get("missing-bias").get("counterfactual").asString().contains("100 % of the loss"),
                run.out());
    }

    private static Graph careless(Graph graph) {
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            boolean isLayer = node.op() instanceof Conv || node.op() instanceof Gemm;
            nodes.add(isLayer ? node.withInputs(List.of(node.input(0), node.input(1))) : node);
            if (node.op() instanceof Gemm) {
                Random random = new Random(3);
                Tensor weight = constants.get(node.input(1));
                float[] values = new float[weight.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) random.nextGaussian() / 20;
                }
                constants.put(node.input(1), Tensor.of(weight.shape(), values));
            }
        }
        return new Graph(graph.inputs(), constants, nodes, graph.outputs()).pruned();
    }

    private static Map<String, JsonNode> errors(Vernier run) {
        Map<String, JsonNode> errors = new LinkedHashMap<>();
        JsonMapper.shared().readTree(run.out()).get("findings").forEach(finding -> {
            if (finding.get("severity").asString().equals("error")) {
                errors.put(finding.get("id").asString(), finding);
            }
        });
        return errors;
    }
}
