package dev.vernier.audit.cause;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
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
import dev.vernier.onednn.OneDnnEngine;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.pass.Folding;
import dev.vernier.pass.Rewriter;
import dev.vernier.quant.Placement;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QParams;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.quant.Quantizer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What causes in activations say of real models that were quantized well, and of the same with one thing wrong.
class RangeCausesTest {
    private static final int CALIBRATED = 1024;
    private static final int SEEN = 256;
    private static final List<QConfig> PRESETS =
            List.of(QConfig.X86, QConfig.FBGEMM, QConfig.QNNPACK, QConfig.ONEDNN, QConfig.PORTABLE, QConfig.TFLITE);
    private static final List<Cause> CAUSES = List.of(new Uncalibrated(), new UnfitRanges());

    /// By network, split and number of samples: each takes seconds, and more than one test asks for it.
    private static final Map<String, Calibration<Histogram>> SEEN_BEFORE = new ConcurrentHashMap<>();

    private static Calibration<Histogram> seen(String name, Graph graph, String split, int samples) {
        return SEEN_BEFORE.computeIfAbsent(name + ":" + split + ":" + samples,
                unseen -> see(graph, activations(graph), split, samples));
    }

    private static Calibration<Histogram> see(Graph graph, Set<String> tensors, String split, int samples) {
        DataSpec data = DataSpec.parse("cifar10:" + Shared.path("data/cifar10") + ":" + split);
        return new Calibrator<>(new OneDnnEngine(), graph, tensors, Observer.Kind.HISTOGRAM, "test")
                .calibrate(Loader.of(data.open().first(samples), Preprocess.parse("imagenet")), 16, 2, Progress.NONE);
    }

    private static Graph graph(String name) {
        return Rewriter.run(OnnxReader.read(Shared.path("models/" + name + "-cifar10.onnx")).graph(),
                Folding.standard()).graph();
    }

    private static Set<String> activations(Graph graph) {
        Set<String> tensors = new HashSet<>();
        for (QConfig config : QConfig.PRESETS) {
            Placement placement = Placement.of(graph, config);
            tensors.addAll(placement.observed());
            tensors.addAll(placement.shared().keySet());
        }
        return tensors;
    }

    private static QuantizedModel quantized(Graph graph, QConfig config, Calibration<?> calibration) {
        return new QuantizedModel(graph,
                new Quantizer(graph, Placement.of(graph, config), config).quantize(calibration::range));
    }

    @ParameterizedTest
    @ValueSource(strings = {"resnet20", "mobilenet_v2"})
    void areSilentOnEveryPreset(String name) {
        Graph graph = graph(name);
        Calibration<Histogram> calibration = seen(name, graph, "train", CALIBRATED);
        Calibration<Histogram> seen = seen(name, graph, "test", SEEN);
        for (QConfig config : PRESETS) {
            assertEquals(Map.of(), found(subject(quantized(graph, config, calibration), seen)), config.name());
        }
    }

    @Test
    void nameWhatIsWrongAndPutItRight() {
        Graph graph = graph("resnet20");
        Calibration<Histogram> calibration = seen("resnet20", graph, "train", CALIBRATED);
        Calibration<Histogram> seen = seen("resnet20", graph, "test", SEEN);
        for (QConfig config : List.of(QConfig.X86, QConfig.TFLITE)) {
            QuantizedModel clean = quantized(graph, config, calibration);
            List<UnifiedScaleGroup> groups = UnifiedScaleGroup.of(subject(clean, seen));
            int[] places = {1, groups.size() / 2, groups.size() - 2};
            double[] narrow = {0.02, 0.1, 0.25};
            double[] wide = {5, 16, 100};
            for (int i = 0; i < places.length; i++) {
                UnifiedScaleGroup one = groups.get(places[i]);
                finds(FindingId.CLIPPING, one, scaled(one.params(), narrow[i]), clean, seen);
                finds(FindingId.WASTED_RANGE, one, scaled(one.params(), wide[i]), clean, seen);
                QParams moved = moved(one.params(), 128);
                finds(FindingId.ZERO_POINT_SHIFT, one, moved, clean, seen);
                finds(FindingId.UNCALIBRATED, one, QParams.perTensor(moved.codes(), 1, 0), clean, seen);
            }
        }
    }

    private static Subject subject(QuantizedModel model, Calibration<Histogram> seen) {
        return new Subject(model.graph(), model, LayerMatching.of(model.graph(), model.graph()), seen);
    }

    private static Map<FindingId, Suspicion> found(Subject subject) {
        return CAUSES.stream().flatMap(cause -> cause.examine(subject).stream())
                .collect(Collectors.toMap(Suspicion::id, suspicion -> suspicion));
    }

    /// The zero point stays where its share of the codes puts it.
    private static QParams scaled(QParams params, double factor) {
        return QParams.perTensor(params.codes(), (float) (params.scale().floatAt(0) * factor),
                (int) params.zeroPoint().longAt(0));
    }

    /// Towards the middle of the codes.
    private static QParams moved(QParams params, int codes) {
        long zeroPoint = params.zeroPoint().longAt(0);
        boolean up = zeroPoint + codes <= params.codes().max();
        return QParams.perTensor(params.codes(), params.scale().floatAt(0),
                (int) (up ? zeroPoint + codes : zeroPoint - codes));
    }

    private static void finds(
            FindingId id, UnifiedScaleGroup group, QParams wrong, QuantizedModel clean, Calibration<Histogram> seen) {
        QuantizedModel faulty = Edits.withActivations(clean, group.with(wrong));
        String where = id + " of " + group.tensors() + ": " + wrong + " for " + group.params();
        Map<FindingId, Suspicion> found = found(subject(faulty, seen));
        assertTrue(found.containsKey(id), where + ", found " + found);
        Suspicion suspicion = found.get(id);
        assertEquals(group.tensors(), suspicion.tensors(), where);
        QuantizedModel repaired = suspicion.repair().orElseThrow().of(faulty);
        assertEquals(Map.of(), found(subject(repaired, seen)), where);
        QuantizedModel restored = Edits.withActivations(repaired, group.with(group.params()));
        assertEquals(clean.quantization().activations(clean.graph()),
                restored.quantization().activations(clean.graph()), where);
    }
}
