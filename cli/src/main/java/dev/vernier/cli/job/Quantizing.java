package dev.vernier.cli.job;

import dev.vernier.audit.Finding;
import dev.vernier.audit.Saturation;
import dev.vernier.audit.TensorError;
import dev.vernier.cli.console.Console;
import dev.vernier.data.DataSpec;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.run.Engine;
import dev.vernier.witness.Witness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// A float model is quantized, written, and climbs the ladder. [#check] does all that can fail early.
///
/// @param augmented empty where the calibration images stay as they are
/// @param engine runs all rungs but those of other runtimes
public record Quantizing(
        SourceModel source, Samples samples, Optional<AugmentedCalibration> augmented, Recipe recipe,
        Preprocess preprocess, Engine engine, Crew crew) {
    /// Reads and checks everything that the work needs.
    ///
    /// @throws dev.vernier.tensor.InputException where something is missing or does not fit
    public static Quantizing check(SourceModel source, Data data, Recipe recipe, EngineName engine, Crew crew) {
        Engine runner = engine.forEveryStage();
        Int8.requireQuantizable(source, recipe.qconfig());
        Preprocess preprocess = source.preprocess(data.preprocess());
        Samples samples =
                Samples.of(source, preprocess, data.spec(), data.limit(), data.calibration(), recipe.calibrate())
                        .requireLabels();
        CalibrationSource unchanged = new CalibrationSource(data.calibration().spec(), Optional.empty());
        Optional<AugmentedCalibration> augmented = data.calibration().augmentation()
                .filter(augmentation -> recipe.calibrate() > 0)
                .map(augmentation -> new AugmentedCalibration(augmentation, Samples
                        .of(source, preprocess, data.spec(), data.limit(), unchanged, recipe.calibrate())
                        .calibration().orElseThrow()));
        return new Quantizing(source, samples, augmented, recipe, preprocess, runner, crew);
    }

    /// Which samples to work on.
    ///
    /// @param preprocess empty where the model's card says it
    public record Data(
            DataSpec spec, OptionalInt limit, CalibrationSource calibration, Optional<Preprocess> preprocess) {}

    /// Does it, and looks for causes as where a finished model is audited.
    ///
    /// @param file as in [#run]
    public Outcome audit(Path file, MoreRungs more, Console console) {
        Outcome outcome = climbed(file, more, console);
        Auditing auditing =
                new Auditing(source, SourceModel.read(file, Optional.empty()), samples, engine, crew);
        return checked(outcome.and(auditing.causes(outcome.candidate().model(), outcome.candidate().signals(),
                outcome.climb(), console)), console);
    }

    /// Does it. The float model runs before anything is written: what is wrong with the samples shows there.
    ///
    /// @param file where the quantized model is written
    /// @param more rungs that are asked for
    public Outcome run(Path file, MoreRungs more, Console console) {
        return checked(climbed(file, more, console), console);
    }

    private Outcome checked(Outcome outcome, Console console) {
        return new SelfCheck(engine, crew).of(outcome,
                SelfCheck.rungs(source, outcome.candidate().model().orElseThrow()), console);
    }

    private Outcome climbed(Path file, MoreRungs more, Console console) {
        Loader calibration = samples.calibration().orElseThrow();
        if (calibration.dataset().size() < recipe.calibrate()) {
            console.note("calibration: " + calibration.dataset().name() + " has only " + calibration.dataset().size()
                    + " of "
                    + recipe.calibrate() + " samples");
        }
        Int8 int8 = Int8.of(source, calibration, recipe, engine, crew, console);
        List<Stage> first = List.of(Stage.of("float", engine, source::graph));
        Climb reference = Climb.of(first, source, samples, crew, console);
        SourceModel.within(source.file(), () -> {
            Export.write(source, int8, preprocess, file);
            return file;
        });
        List<Stage> stages = new ArrayList<>(Stage.ladder(engine, int8, file));
        stages.addAll(Stage.exactWitness(more,
                () -> Stage.onnxRuntime(Witness.EXACT, file, OnnxReader.read(file).graph())));
        if (more.saturation()) {
            stages.addAll(Stage.ofSaturation(engine, int8.model(), Optional.of(int8)));
        }
        Climb climb = reference.then(stages, source, samples, crew, console);
        Map<String, TensorError> signals =
                Signals.measure(int8.model().graph(), int8.model(), engine, calibration, crew, console);
        Saturation saturation = SaturationCount.of(int8.model(), calibration, crew, console);
        List<Finding> findings = new ArrayList<>(Fusion.findings(file, int8.model()));
        findings.addAll(int8.stability().findings(int8.calibration().n()));
        augmented.ifPresent(changed -> findings.add(changed.finding(this, int8, climb, engine, console)));
        return new Outcome(source, samples, engine.name(), climb, Optional.of(int8), new Outcome.Candidate(
                FileContent.of(file), Optional.of(int8.model()), signals, Optional.of(saturation), findings));
    }
}
