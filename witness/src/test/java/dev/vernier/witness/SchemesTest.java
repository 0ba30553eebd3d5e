package dev.vernier.witness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.onnx.OnnxWriter;
import dev.vernier.quant.Networks;
import dev.vernier.quant.QParams;
import dev.vernier.quant.QdqForm;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Files of every scheme, granularity and code type, in ONNX Runtime. What is computed is asked of the exact kernels: those
/// that it takes by itself are the same but on x86 without VNNI, where their sums saturate.
class SchemesTest {
    @TempDir
    Path folder;

    static Stream<String> configs() {
        return Networks.CONFIGS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("configs")
    void loadsAndAgreesWithTheDefinition(String config) {
        for (String network : new String[] {Networks.RESIDUAL, Networks.MOVES, Networks.SELECTS, Networks.ATTENTION}) {
            QuantizedModel model = Networks.quantized(network, Networks.CONFIGS.get(config));
            QdqForm form = QdqForm.of(model, Map.of());
            Path file = folder.resolve("model.onnx");
            OnnxWriter.write(form.graph(), form.notes(), file);
            Tensor x = Networks.samples(model.graph(), 20, 5);
            try (Session session = new OnnxRuntimeEngine(Witness.EXACT).openFile(file, SessionOptions.DEFAULT)) {
                Tensor theirs = session.run(Map.of("x", x)).values().iterator().next();
                assertClose(config, Networks.output(model.simulated(), x), theirs, step(model));
                assertClose(config, Networks.output(model.integer(), x), theirs, step(model));
            }
            OnnxModel back = OnnxReader.read(file);
            assertEquals(model.quantization().parameters(),
                    new QdqForm(back.graph(), back.metadata()).lift().quantization().parameters(), config);
        }
    }

    @ParameterizedTest
    @MethodSource("configs")
    void writesNewerOperatorsOnlyWhereTheCodesNeedThem(String config) {
        QuantizedModel model = Networks.quantized(Networks.RESIDUAL, Networks.CONFIGS.get(config));
        Path file = folder.resolve("model.onnx");
        OnnxWriter.write(QdqForm.of(model, Map.of()).graph(), Map.of(), file);
        boolean newer = model.quantization().parameters().values().stream().map(QParams::codes)
                .anyMatch(codes -> codes == DType.I16 || codes == DType.I4);
        assertEquals(newer ? 21 : 13, OnnxReader.read(file).opset());
    }

    @ParameterizedTest
    @CsvSource({"x86, 3", "affine weights per channel, 3", "affine weights per tensor, 3", "tflite, 1",
        "qint16 activations, 0", "qint4 weights, 0"})
    void runsAsManyConvolutionsOnCodesAsTheDocumentationSays(String config, int convolutions) {
        QuantizedModel model = Networks.quantized(Networks.MOVES, Networks.CONFIGS.get(config));
        Path file = folder.resolve("model.onnx");
        OnnxWriter.write(QdqForm.of(model, Map.of()).graph(), Map.of(), file);
        assertEquals(convolutions, new OnnxRuntimeEngine().optimizedOperators(file).getOrDefault("QLinearConv", 0));
    }

    @ParameterizedTest
    @CsvSource({"x86, 0", "portable, 0", "affine weights per channel, 0", "tflite, 5", "qint16 activations, 8"})
    void runsAsManyProductsInFloatAsTheDocumentationSays(String config, int products) {
        QuantizedModel model = Networks.quantized(Networks.ATTENTION, Networks.CONFIGS.get(config));
        Path file = folder.resolve("model.onnx");
        OnnxWriter.write(QdqForm.of(model, Map.of()).graph(), Map.of(), file);
        Map<String, Integer> operators = new OnnxRuntimeEngine().optimizedOperators(file);
        assertEquals(products, operators.getOrDefault("MatMul", 0) + operators.getOrDefault("FusedMatMul", 0),
                operators::toString);
    }

    /// The largest step between two codes of an activation.
    private static float step(QuantizedModel model) {
        return model.quantization().activations(model.graph()).parameters().values().stream()
                .map(params -> params.scale().floatAt(0)).max(Float::compare).orElseThrow();
    }

    private static void assertClose(String config, Tensor expected, Tensor actual, float step) {
        assertEquals(expected.shape(), actual.shape());
        int apart = 0;
        for (int i = 0; i < expected.size(); i++) {
            float difference = Math.abs(expected.floatAt(i) - actual.floatAt(i));
            assertTrue(difference <= 2.01f * step, config + " element " + i + ": " + difference + ", step " + step);
            apart += difference > step / 4 ? 1 : 0;
        }
        assertTrue(apart <= expected.size() / 20, config + ": " + apart + " of " + expected.size() + " apart");
    }
}
