package dev.vernier.cli.job;

import dev.vernier.calibrate.Calibration;
import dev.vernier.calibrate.Ranges;
import dev.vernier.cli.console.Console;
import dev.vernier.data.Loader;
import dev.vernier.graph.Graph;
import dev.vernier.pass.Folding;
import dev.vernier.pass.Rewriter;
import dev.vernier.quant.Placement;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.quant.Quantizer;
import dev.vernier.run.Engine;
import dev.vernier.tensor.InputException;

/// A float model quantized by what calibration saw.
///
/// @param model the folded graph and its quantization
/// @param recipe how it was quantized
/// @param stability whether the ranges had settled
/// @param seconds how long calibration took
public record Int8(
        QuantizedModel model, Recipe recipe, Calibration<?> calibration, Stability stability, double seconds) {
    /// @throws InputException where the model has nothing to quantize, or an activation or weight is not finite
    public static Int8 of(
            SourceModel source, Loader samples, Recipe recipe, Engine engine, Crew crew, Console console) {
        Graph folded = folded(source);
        QConfig config = recipe.qconfig();
        Placement placement = Placement.of(folded, config);
        requireLayers(source, placement);
        Calibrating calibrating = new Calibrating(source, folded, placement.observed(), engine, crew);
        long start = System.nanoTime();
        Calibration<?> calibration = recipe.calibrate() == 0 && recipe.calibration().isEmpty()
                ? calibrating.nothing(samples, Ranges.needs(config))
                : calibrating.run(samples, Ranges.needs(config), recipe.calibration(), console);
        double seconds = (System.nanoTime() - start) / 1e9;
        Stability.Observed ranges = new Stability.Observed(calibration);
        Quantization quantization = SourceModel.within(source.file(),
                () -> quantizer(folded, placement, config, recipe).quantize(ranges));
        return new Int8(new QuantizedModel(folded, quantization), recipe, calibration,
                ranges.stability(folded), seconds);
    }

    /// The same calibration with activations spread over half the codes.
    QuantizedModel reducedRange() {
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
    public static void requireQuantizable(SourceModel source, QConfig config) {
        if (source.isQuantized()) {
            throw new InputException(source.file() + ": a quantized model, needed a float one");
        }
        Graph folded = folded(source);
        requireLayers(source, SourceModel.within(source.file(), () -> Placement.of(folded, config)));
    }

    static Graph folded(SourceModel source) {
        return SourceModel.within(source.file(),
                () -> Rewriter.run(source.graph(), Folding.standard()).graph());
    }

    static void requireLayers(SourceModel source, Placement placement) {
        if (placement.layers().isEmpty()) {
            throw new InputException(source.file()
                    + ": no convolution or matrix product with constant weights, needed one to quantize");
        }
    }
}
