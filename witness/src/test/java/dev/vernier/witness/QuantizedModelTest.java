package dev.vernier.witness;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import dev.vernier.graph.Graph;
import dev.vernier.graph.op.Conv;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.onnx.OnnxWriter;
import dev.vernier.pass.Folding;
import dev.vernier.pass.Rewriter;
import dev.vernier.quant.Networks;
import dev.vernier.quant.Placement;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.Qdq;
import dev.vernier.quant.QdqForm;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.quant.Quantizer;
import dev.vernier.quant.Range;
import dev.vernier.run.Engine;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizedModelTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"resnet20", "resnet56", "resnet18", "mobilenet_v2"})
    void runsEveryConvolutionInInt8AndComesBackAsItWas(String name) throws IOException, InterruptedException {
        Graph read = OnnxReader.read(Shared.path("models/" + name + "-cifar10.onnx")).graph();
        Graph graph = Rewriter.run(read, Folding.standard()).graph();
        Quantization quantization = quantize(graph);
        QdqForm written = QdqForm.of(new QuantizedModel(graph, quantization), Map.of());
        Path file = folder.resolve(name + ".onnx");
        OnnxWriter.write(written.graph(), written.notes(), file);

        assertEveryConvolutionIsFused(graph, file);
        assertEquals("", whatItWarnsOf(file));

        OnnxModel back = OnnxReader.read(file);
        assertEquals(written.graph().nodes(), back.graph().nodes());
        assertEquals(written.graph().pruned().constants(), back.graph().constants());
        QuantizedModel lifted = new QdqForm(back.graph(), back.metadata()).lift();
        assertEquals(quantization, lifted.quantization());
        assertEquals(structure(graph), structure(lifted.graph()));
    }

    @Test
    void runsTheIntegerGraphAsTheReferenceDoes() {
        Graph read = OnnxReader.read(Shared.path("models/resnet20-cifar10.onnx")).graph();
        Graph graph = Rewriter.run(read, Folding.standard()).graph();
        QuantizedModel model = new QuantizedModel(graph, quantize(graph));
        SessionOptions options = new SessionOptions(2, Set.of());
        Tensor samples = noise(Shape.of(2, 3, 32, 32), 2);
        Engine exact = new OnnxRuntimeEngine(Witness.EXACT);
        float[] expected = logits(new ReferenceEngine(), model.integer(), samples, options);
        assertArrayEquals(expected, logits(exact, model.integer(), samples, options), 1e-4f);
        Graph quantized = Qdq.insert(graph, model.quantization());
        assertArrayEquals(expected, logits(exact, quantized, samples, options), 1e-4f);
    }

    private static float[] logits(Engine engine, Graph graph, Tensor samples, SessionOptions options) {
        try (Session session = engine.open(graph, options)) {
            return session.run(Map.of("input", samples)).get("logits").floats();
        }
    }

    private static List<String> structure(Graph graph) {
        return graph.nodes().stream().map(node -> node.outputs() + " = " + node.op()).toList();
    }

    private static void assertEveryConvolutionIsFused(Graph graph, Path file) {
        Map<String, Integer> operators = new OnnxRuntimeEngine().optimizedOperators(file);
        int convolutions = (int) graph.nodes().stream().filter(node -> node.op() instanceof Conv).count();
        assertEquals(convolutions, operators.get("QLinearConv"), operators::toString);
        assertTrue(operators.keySet().stream().noneMatch(List.of("Conv", "FusedConv")::contains),
                operators::toString);
    }

    /// ONNX Runtime writes its warnings to the process's standard error, past Java: a process of its own shows them.
    private static String whatItWarnsOf(Path file) throws IOException, InterruptedException {
        String temporary = file.getParent().toString();
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-Djava.io.tmpdir=" + temporary, "-cp",
                System.getProperty("java.class.path"),
                WarningsOf.class.getName(), file.toString()).redirectErrorStream(true);
        builder.environment().putAll(Map.of("TMPDIR", temporary, "ORT_DISABLE_TELEMETRY", "1"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    private static Quantization quantize(Graph graph) {
        Placement placement = Placement.of(graph);
        Map<String, Range> ranges = new HashMap<>();
        SessionOptions options = SessionOptions.DEFAULT.withTaps(placement.observed());
        try (Session session = new OnnxRuntimeEngine().open(graph, options)) {
            Map<String, Tensor> samples = Map.of(graph.inputs().getFirst().name(), noise(Shape.of(4, 3, 32, 32), 1));
            session.run(samples).forEach((name, tensor) -> ranges.put(name, Networks.range(tensor)));
            samples.forEach((name, tensor) -> ranges.put(name, Networks.range(tensor)));
        }
        return new Quantizer(graph, placement, QConfig.X86)
                .quantize((name, rule, scheme) -> Optional.ofNullable(ranges.get(name)));
    }

    private static Tensor noise(Shape shape, long seed) {
        Random random = new Random(seed);
        float[] values = new float[shape.elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(shape, values);
    }
}
