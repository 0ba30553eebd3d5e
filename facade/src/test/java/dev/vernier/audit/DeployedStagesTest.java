package dev.vernier.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vernier.Shared;
import dev.vernier.Vernier;
import dev.vernier.data.Preprocess;
import dev.vernier.graph.GraphText;
import dev.vernier.model.Model;
import dev.vernier.onnx.OnnxWriter;
import dev.vernier.quant.Networks;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import dev.vernier.witness.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which runtimes a ladder asks of a file.
final class DeployedStagesTest {
    private static final Equipment EQUIPMENT = Vernier.standard().equipment();
    private static final List<String> OWN = List.of("weights", "simulated", "integer", "dequantized");

    @TempDir
    private Path folder;

    @Test
    void asksOnnxRuntimeAloneOfAnOnnxFile() {
        Model model = at(folder.resolve("network.onnx"));
        assertEquals(and("onnxruntime"), ids(Stage.ofQuantized(EQUIPMENT, model)));
        assertEquals(Witness.differ() ? List.of("onnxruntime-exact") : List.of(),
                ids(Stage.exactWitness(MoreRungs.NONE, EQUIPMENT.witnesses(), model)));
    }

    @Test
    void asksTensorFlowLiteOfItsFilesAndSaysWhyNotOnnxRuntime() {
        Model model = at(folder.resolve("network.tflite"));
        List<Stage> stages = Stage.ofQuantized(EQUIPMENT, model);
        assertEquals(and("onnxruntime", "tflite"), ids(stages));
        assertSkipped("a .tflite file, needed .onnx", stages.get(OWN.size()));
        assertEquals(List.of(), Stage.exactWitness(MoreRungs.NONE, EQUIPMENT.witnesses(), model));
        assertSkipped("a .tflite file, needed .onnx",
                Stage.exactWitness(new MoreRungs(false, true), EQUIPMENT.witnesses(), model).getFirst());
        assertEquals(List.of(), NotFused.findings(EQUIPMENT.witnesses().asItComes(), model.file(), model.quantized()));
    }

    @Test
    void runsTheFileItself() throws OpenStage.Closed {
        Model model = at(Shared.path("models/kws-int8.tflite"));
        try (OpenStage opened = OpenStage.of(Stage.ofQuantized(EQUIPMENT, model).getLast())) {
            Tensor x = Tensor.of(Shape.of(2, 1, 49, 10), new float[2 * 490]);
            assertEquals(Shape.of(2, 12), opened.session().run(Map.of("input_1", x)).get("Identity").shape());
        }
    }

    @Test
    void saysWhyTensorFlowLiteDoesNotTakeAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("network.tflite"), "something that is no flatbuffer");
        assertSkipped("tflite does not take the file: no model of TensorFlow Lite, needed a .tflite file",
                Stage.ofQuantized(EQUIPMENT, at(file)).getLast());
    }

    private static void assertSkipped(String reason, Stage stage) {
        assertEquals(reason, assertThrows(OpenStage.Closed.class, () -> OpenStage.of(stage)).getMessage());
    }

    private static List<String> and(String... witnesses) {
        return Stream.concat(OWN.stream(), Stream.of(witnesses)).toList();
    }

    private static List<String> ids(List<Stage> stages) {
        return stages.stream().map(Stage::id).toList();
    }

    /// A quantized model that says to lie in that file.
    private Model at(Path file) {
        Path network = folder.resolve("source.onnx");
        OnnxWriter.write(GraphText.parse(Networks.RESIDUAL), Map.of(), network);
        QuantizedModel quantized = Networks.quantized(Networks.RESIDUAL, QConfig.X86);
        Model model = Model.quantized(Vernier.standard().read(network), quantized, Map.of(), Preprocess.RAW);
        return new Model(file, model.graph(), model.quantization(), model.written(), model.form(), false, List.of(),
                model.content(),
                model.card(), model.readout());
    }
}
