package dev.vernier.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vernier.Shared;
import dev.vernier.audit.cause.Investigation;
import dev.vernier.audit.cause.LayerMatching;
import dev.vernier.audit.cause.Subject;
import dev.vernier.calibrate.Calibration;
import dev.vernier.calibrate.Observer;
import dev.vernier.graph.Graph;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.pass.Folding;
import dev.vernier.pass.Rewriter;
import dev.vernier.quant.Placement;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QdqForm;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.quant.Quantizer;
import dev.vernier.quant.Range;
import dev.vernier.stats.Predictions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleanWeightsTest {
    private static final Predictions PREDICTIONS = Predictions.of(new int[] {0}, new int[] {0});

    @ParameterizedTest
    @ValueSource(strings = {"resnet20", "mobilenet_v2"})
    void giveNoFindingWhateverThePreset(String name) {
        Graph graph = Rewriter.run(OnnxReader.read(Shared.path("models/" + name + "-cifar10.onnx")).graph(),
                Folding.standard()).graph();
        for (QConfig config : QConfig.PRESETS) {
            Quantization quantization = new Quantizer(graph, Placement.of(graph, config), config)
                    .quantize((tensor, rule, scheme) -> Optional.of(new Range(-3, 3)));
            QuantizedModel file = QdqForm.of(new QuantizedModel(graph, quantization), Map.of()).lift();
            assertEquals(List.of(), findings(graph, Quantization.NONE, file), config.name());
            assertEquals(List.of(), findings(file.graph(), quantization, new QuantizedModel(graph, Quantization.NONE)),
                    config.name() + ", float against quantized");
        }
    }

    private static Object findings(Graph reference, Quantization quantization, QuantizedModel candidate) {
        Subject subject = new Subject(reference, candidate, LayerMatching.of(reference, candidate.graph()),
                Calibration.none("test", Observer.Kind.HISTOGRAM, Set.of()), quantization);
        return new Investigation(subject, (task, model) -> PREDICTIONS, PREDICTIONS, PREDICTIONS).run();
    }
}
