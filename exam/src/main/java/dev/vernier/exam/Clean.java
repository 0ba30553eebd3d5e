package dev.vernier.exam;

import dev.vernier.calibrate.Calibrator;
import dev.vernier.calibrate.Observer;
import dev.vernier.data.Loader;
import dev.vernier.data.Progress;
import dev.vernier.graph.Graph;
import dev.vernier.quant.Layer;
import dev.vernier.quant.Placement;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QdqForm;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.quant.Quantizer;
import dev.vernier.run.Engine;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A network quantized as it should be, in which faults are planted.
///
/// @param model as a file would give it back: its constants are the values of their codes
/// @param calibration what it was calibrated on
/// @param samples what it is evaluated on
record Clean(Network network, QConfig config, QuantizedModel model, Loader calibration, Loader samples, Engine engine) {
    static Clean of(Network network, QConfig config, Loader calibration, Loader samples, Engine engine) {
        return new Clean(network, config, quantized(network.folded(), config, calibration, engine), calibration,
                samples, engine);
    }

    /// Another graph quantized in the same way.
    QuantizedModel quantized(Graph folded) {
        return quantized(folded, config, calibration, engine);
    }

    /// The same network calibrated on other samples.
    QuantizedModel calibrated(Loader others) {
        return quantized(network.folded(), config, others, engine);
    }

    private static QuantizedModel quantized(Graph folded, QConfig config, Loader samples, Engine engine) {
        Placement placement = Placement.of(folded, config);
        var seen = new Calibrator<>(engine, folded, placement.observed(), Observer.Kind.HISTOGRAM, "exam")
                .calibrate(samples, 32, 1, Progress.NONE);
        return coded(new QuantizedModel(folded, new Quantizer(folded, placement, config).quantize(seen::range)));
    }

    /// The model as a file would give it back.
    static QuantizedModel coded(QuantizedModel model) {
        return QdqForm.of(model, Map.of()).lift();
    }

    static List<Layer> layers(Graph graph) {
        return graph.nodes().stream().map(node -> Layer.of(node, graph)).flatMap(Optional::stream).toList();
    }

    /// What an audit is given where the model alone is faulty.
    Exhibit with(QuantizedModel faulty) {
        return new Exhibit(new QuantizedModel(network.graph(), Quantization.NONE), network.folded(),
                model, coded(faulty), samples);
    }
}
