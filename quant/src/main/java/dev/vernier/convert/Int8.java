package dev.vernier.convert;

import dev.vernier.calibrate.Calibration;
import dev.vernier.calibrate.Observer;
import dev.vernier.calibrate.Ranges;
import dev.vernier.data.Listener;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.graph.op.Contract;
import dev.vernier.model.Model;
import dev.vernier.model.Version;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.run.Engine;
import dev.vernier.tensor.InputException;
import java.util.LinkedHashMap;
import java.util.Map;

/// A float model quantized by what calibration saw.
///
/// @param source what was quantized, and how
/// @param model the folded graph and its quantization
/// @param convergence whether the ranges had settled
/// @param data what it was calibrated on, as reports call it: a data set, or the file that held the calibration
/// @param seconds how long calibration took
public record Int8(Quantizable source, QuantizedModel model, Calibration<?> calibration, Convergence convergence,
        String data, double seconds) {
    /// The note that says how the samples were preprocessed that a file was calibrated with.
    public static final String PREPROCESS = "vernier.preprocess";

    /// @throws InputException where an activation or weight is not finite
    public static Int8 of(Quantizable source, Loader samples, Engine engine, Crew crew, Listener listener) {
        Recipe recipe = source.recipe();
        Calibrating calibrating = new Calibrating(source, engine, crew);
        Observer.Kind<?> needed = Ranges.needs(recipe.qconfig());
        long start = System.nanoTime();
        Calibration<?> calibration = recipe.calibrate() == 0 && recipe.calibration().isEmpty()
                ? calibrating.nothing(samples, needed)
                : calibrating.run(samples, needed, recipe.calibration(), listener);
        double seconds = (System.nanoTime() - start) / 1e9;
        Convergence.Observed ranges = new Convergence.Observed(calibration);
        Quantization quantization =
                Model.within(source.source().file(), () -> source.quantizer().quantize(ranges));
        return new Int8(source, new QuantizedModel(source.folded(), quantization), calibration,
                ranges.convergence(source.folded()), named(recipe, samples), seconds);
    }

    private static String named(Recipe recipe, Loader samples) {
        String dataset = samples.dataset().name();
        return recipe.calibration()
                .map(saved -> saved.file() + (saved.isContinued() ? " and " + dataset : "")).orElse(dataset);
    }

    /// The same for another runtime.
    public Int8 by(Contract contract) {
        return new Int8(source, model.by(contract), calibration, convergence, data, seconds);
    }

    public Recipe recipe() {
        return source.recipe();
    }

    /// The model, with notes of where it comes from.
    ///
    /// @param preprocess what the samples went through
    public Model toModel(Preprocess preprocess) {
        Model original = source.source();
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("vernier.version", Version.text());
        provenance.put("vernier.source", original.name());
        provenance.put("vernier.source.sha256", original.stored().sha256());
        provenance.put("vernier.qconfig", recipe().qconfig().toYaml());
        provenance.put(PREPROCESS, preprocess.toString());
        provenance.put("vernier.calibration.fingerprint", calibration.fingerprint());
        provenance.put("vernier.calibration.n", Long.toString(calibration.n()));
        return Model.quantized(original, model, provenance, preprocess);
    }

    /// The same calibration with activations spread over half the codes.
    public QuantizedModel reducedRange() {
        Quantizable reduced = source.by(recipe().reducedRange());
        return new QuantizedModel(model.graph(),
                reduced.quantizer().quantize(calibration::range).by(model.quantization().contract()));
    }
}
