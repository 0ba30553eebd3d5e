package dev.vernier.audit.cause;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.audit.error.TensorErrors;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.calibrate.Calibration;
import dev.vernier.calibrate.Calibrator;
import dev.vernier.calibrate.Histogram;
import dev.vernier.calibrate.Observer;
import dev.vernier.data.DataSpec;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.data.Progress;
import dev.vernier.graph.Graph;
import dev.vernier.quant.Placement;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.quant.Quantizer;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutlierChannelTest {
    private static final int CHANNEL = 3;

    private static Subject subject(Graph graph) {
        Loader samples = Loader.of(DataSpec.parse("shapes:test").open().first(16), Preprocess.parse("unit,crop=9"));
        Placement placement = Placement.of(graph);
        Calibration<Histogram> seen = new Calibrator<>(new ReferenceEngine(), graph, placement.observed(),
                Observer.Kind.HISTOGRAM, "test").calibrate(samples, 16, 1, Progress.NONE);
        QuantizedModel model =
                new QuantizedModel(graph, new Quantizer(graph, placement, QConfig.X86).quantize(seen::range));
        LayerMatching same = LayerMatching.of(graph, graph);
        return new Subject(graph, model, same, seen).withErrors(new TensorErrors(graph, model, same.all(graph, graph))
                .measure(new ReferenceEngine(), samples, 1, Progress.NONE));
    }

    /// One output channel of the first convolution larger, and undone where the second one reads it.
    private static Graph withOutlier(float factor) {
        Map<String, Tensor> constants = new LinkedHashMap<>(Faulty.NETWORK.constants());
        constants.computeIfPresent("w1",
                (name, w) -> Faulty.each(w, i -> w.floatAt(i) * (i / 27 == CHANNEL ? factor : 1)));
        constants.computeIfPresent("b1", (name, b) -> Faulty.each(b, i -> b.floatAt(i) * (i == CHANNEL ? factor : 1)));
        constants.computeIfPresent("w2",
                (name, w) -> Faulty.each(w, i -> w.floatAt(i) / (i / 9 % 16 == CHANNEL ? factor : 1)));
        return Faulty.NETWORK.withConstants(constants);
    }

    @Test
    void isSilentWhereChannelsAreAlike() {
        assertEquals(List.of(), new OutlierChannel().examine(subject(Faulty.NETWORK)));
    }

    @ParameterizedTest
    @ValueSource(floats = {50, 200, 1000})
    void namesTheTensorAndTheChannelAndKeepsItInFloat(float factor) {
        Subject subject = subject(withOutlier(factor));
        Suspicion suspicion = Faulty.suspicion(new OutlierChannel(), subject);
        assertEquals(FindingId.OUTLIER_CHANNEL, suspicion.id());
        assertEquals(List.of("r1"), suspicion.tensors());
        assertTrue(suspicion.evidence().contains("channel 3 reaches"), suspicion.evidence());
        QuantizedModel repaired = suspicion.repair().orElseThrow().of(subject.candidate());
        assertFalse(repaired.quantization().has("r1"));
        assertEquals(subject.candidate().quantization().parameters().size() - 1,
                repaired.quantization().parameters().size());
        assertEquals(List.of(), new OutlierChannel()
                .examine(new Subject(subject.reference(), repaired, subject.same(), subject.seen())
                        .withErrors(subject.errors())));
    }
}
