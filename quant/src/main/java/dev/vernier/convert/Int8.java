package dev.vernier.convert;

import dev.vernier.calibrate.Calibration;
import dev.vernier.calibrate.Ranges;
import dev.vernier.data.Listener;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.graph.Graph;
import dev.vernier.model.Model;
import dev.vernier.model.Version;
import dev.vernier.pass.Folding;
import dev.vernier.pass.Rewriter;
import dev.vernier.quant.Placement;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.quant.Quantizer;
import dev.vernier.run.Engine;
import dev.vernier.tensor.InputException;
import java.util.LinkedHashMap;
import java.util.Map;

/// A float model quantized by what calibration saw.
///
/// @param model the folded graph and its quantization
/// @param recipe how it was quantized
/// @param stability whether the ranges had settled
/// @param seconds how long calibration took
public record Int8(
        QuantizedModel model, Recipe recipe, Calibration<?> calibration, Stability stability, double seconds) {
    /// The note that says how the samples were preprocessed that a file was calibrated with.
    public static final String PREPROCESS = "vernier.preprocess";

    /// @throws InputException where the model has nothing to quantize, or an activation or weight is not finite
    public static Int8 of(
            Model source, Loader samples, Recipe recipe, Engine engine, Crew crew, Listener listener) {
        Graph folded = folded(source);
        QConfig config = recipe.qconfig();
        Placement placement = Placement.of(folded, config);
        requireLayers(source, placement);
        Calibrating calibrating = new Calibrating(source, folded, placement.observed(), engine, crew);
        long start = System.nanoTime();
        Calibration<?> calibration = recipe.calibrate() == 0 && recipe.calibration().isEmpty()
                ? calibrating.nothing(samples, Ranges.needs(config))
                : calibrating.run(samples, Ranges.needs(config), recipe.calibration(), listener);
        double seconds = (System.nanoTime() - start) / 1e9;
        Stability.Observed ranges = new Stability.Observed(calibration);
        Quantization quantization = Model.within(source.file(),
                () -> quantizer(folded, placement, config, recipe).quantize(ranges));
        return new Int8(new QuantizedModel(folded, quantization), recipe, calibration,
                ranges.stability(folded), seconds);
    }

    /// The model, with notes of where it comes from.
    ///
    /// @param preprocess what the samples went through
    public Model toModel(Model source, Preprocess preprocess) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("vernier.version", Version.text());
        provenance.put("vernier.source", source.name());
        provenance.put("vernier.source.sha256", source.stored().sha256());
        provenance.put("vernier.qconfig", recipe.qconfig().toYaml());
        provenance.put(PREPROCESS, preprocess.toString());
        provenance.put("vernier.calibration.fingerprint", calibration.fingerprint());
        provenance.put("vernier.calibration.n", Long.toString(calibration.n()));
        return Model.quantized(source, model, provenance, preprocess);
    }

    /// The same calibration with activations spread over half the codes.
    public QuantizedModel reducedRange() {
        QConfig config = recipe.qconfig().reducedRange();
        Placement placement = Placement.of(model.graph(), config);
        return new QuantizedModel(model.graph(),
                quantizer(model.graph(), placement, config, recipe).quantize(calibration::range));
    }

    private static Quantizer quantizer(Graph graph, Placement placement, QConfig config, Recipe recipe) {
        Quantizer quantizer = new Quantizer(graph, placement, config);
        return recipe.allowsUncalibrated() ? quantizer.allowingUncalibrated() : quantizer;
    }

    /// Checks what can be known before any sample is run.
    ///
    /// @throws InputException where the model is quantized already, has nothing to quantize, or lacks what the qconfig names
    public static void requireQuantizable(Model source, QConfig config) {
        if (source.isQuantized()) {
            throw new InputException(source.file() + ": a quantized model, needed a float one");
        }
        Graph folded = folded(source);
        requireLayers(source, Model.within(source.file(), () -> Placement.of(folded, config)));
    }

    public static Graph folded(Model source) {
        return Model.within(source.file(),
                () -> Rewriter.run(source.graph(), Folding.standard()).graph());
    }

    static void requireLayers(Model source, Placement placement) {
        if (placement.layers().isEmpty()) {
            throw new InputException(source.file()
                    + ": no convolution or matrix product with constant weights, needed one to quantize");
        }
    }
}
