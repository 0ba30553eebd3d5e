package dev.vernier.audit;

import dev.vernier.audit.error.Saturation;
import dev.vernier.audit.error.TensorError;
import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.audit.ladder.RungId;
import dev.vernier.audit.metric.MeasuredLadder;
import dev.vernier.convert.Data;
import dev.vernier.convert.Int8;
import dev.vernier.convert.Quantizable;
import dev.vernier.convert.Recipe;
import dev.vernier.convert.SampleSets;
import dev.vernier.data.Listener;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.model.InputShapes;
import dev.vernier.model.Model;
import dev.vernier.tensor.Counted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A float model is quantized, written, and climbs the ladder. [#check] does all that can fail early.
///
/// @param augmented empty where the calibration images stay as they are
public record Quantizing(Quantizable quantizable, SampleSets samples, Optional<AugmentedCalibration> augmented,
        Preprocess preprocess, Equipment equipment) {
    /// A model that was written and has climbed.
    ///
    /// @param written the file, read back
    private record Climbed(Audit audit, Model written) {}

    /// Reads and checks everything that the work needs.
    ///
    /// @throws dev.vernier.tensor.InputException where something is missing or does not fit
    public static Quantizing check(Model source, Data data, Recipe recipe, Equipment equipment) {
        Quantizable quantizable = Quantizable.of(source, recipe);
        Preprocess preprocess = source.preprocess(data.preprocess());
        SampleSets samples = SampleSets.of(source, preprocess, data, recipe).keeping();
        Optional<AugmentedCalibration> augmented = data.calibration().augmentation()
                .filter(augmentation -> recipe.calibrate() > 0)
                .map(augmentation -> new AugmentedCalibration(augmentation, SampleSets
                        .of(source, preprocess, data.unaugmented(), recipe.anew())
                        .calibration().orElseThrow()));
        return new Quantizing(quantizable, samples, augmented, samples.evaluation().preprocess(), equipment);
    }

    /// Does it, and looks for causes as where a finished model is audited.
    ///
    /// @param file as in [#run]
    public Audit audit(Path file, MoreRungs more, Listener listener) {
        Climbed climbed = climbed(file, more, listener);
        List<Finding> found = new ArrayList<>(causes(climbed, listener));
        found.addAll(doubts().of(climbed.audit().climb().ladder()));
        return checked(climbed.audit().and(found), listener);
    }

    /// Does it. The float model runs before anything is written: what is wrong with the samples shows there. Causes are looked
    /// for where the float model does no better than a guess, or int8 loses most of what makes it better.
    ///
    /// @param file where the quantized model is written
    /// @param more rungs that are asked for
    public Audit run(Path file, MoreRungs more, Listener listener) {
        Climbed climbed = climbed(file, more, listener);
        Ladder ladder = climbed.audit().climb().ladder();
        List<Finding> found = new ArrayList<>(doubts().examined(ladder, listener));
        if (doubts().isBroken(ladder)) {
            found.addAll(causes(climbed, listener));
        }
        return checked(climbed.audit().and(found), listener);
    }

    private List<Finding> causes(Climbed climbed, Listener listener) {
        Audit audit = climbed.audit();
        return new Auditing(source(), climbed.written(), samples, equipment).causes(audit.folded(),
                audit.candidate().model(), audit.candidate().signals(), audit.climb(), listener);
    }

    private Doubts doubts() {
        return new Doubts(source(), samples, equipment);
    }

    public Model source() {
        return quantizable.source();
    }

    private Audit checked(Audit audit, Listener listener) {
        return new SelfCheck(equipment).of(audit,
                SelfCheck.rungs(source(), audit.candidate().model().orElseThrow()), listener);
    }

    /// The same samples through every form, where the metric gives values.
    ///
    /// @param file as in [#run]
    /// @param more as in [#run]
    public Measured measure(Path file, MoreRungs more, Listener listener) {
        Int8 int8 = quantized(listener);
        MeasuredClimb climb = new MeasuredClimb(source(), samples.evaluation(), equipment.crew(), listener);
        MeasuredLadder reference = climb.of(List.of(floatStage()));
        Model written = written(int8, file, listener);
        return new Measured(climb.then(reference, stages(int8, written, more)), int8, written);
    }

    /// A model that was quantized, and what a metric says of each of its forms.
    ///
    /// @param written the file, read back
    public record Measured(MeasuredLadder ladder, Int8 int8, Model written) {}

    private Climbed climbed(Path file, MoreRungs more, Listener listener) {
        Loader calibration = samples.calibration().orElseThrow();
        Int8 int8 = quantized(listener);
        Climb reference = Climb.of(List.of(floatStage()), source(), samples, equipment.crew(), listener);
        Model written = written(int8, file, listener);
        Climb climb = reference.then(stages(int8, written, more), source(), samples, equipment.crew(), listener);
        Map<String, TensorError> signals =
                Signals.measure(int8.model().graph(), int8.model(), equipment.engine(), calibration, equipment.crew(),
                        listener);
        Saturation saturation = SaturationCount.of(int8.model(), calibration, equipment.crew(), listener);
        List<Finding> findings =
                new ArrayList<>(NotFused.findings(equipment.witnesses().asItComes(), file, int8.model()));
        findings.addAll(ConvergenceFinding.findings(int8.convergence(), int8.calibration().n()));
        findings.addAll(CalibratedOnTest.findings(int8, climb.seen().samples()));
        augmented.ifPresent(changed -> findings.add(changed.finding(this, int8, climb, listener)));
        return new Climbed(new Audit(source(), int8.model().graph(), samples, equipment.engine().name(), climb,
                Optional.of(int8), new Audit.Candidate(written.stored(), true, Optional.of(int8.model()), signals,
                        Optional.of(saturation), findings)),
                written);
    }

    private Int8 quantized(Listener listener) {
        samples.tell(listener);
        samples.tellWhatIsKept(listener);
        Loader calibration = samples.calibration().orElseThrow();
        int asked = quantizable.recipe().calibrate();
        if (calibration.dataset().size() < asked && !quantizable.recipe().isAtMost()
                && quantizable.recipe().calibration().isEmpty()) {
            listener.note("calibration: " + calibration.dataset().name() + " has only " + calibration.dataset().size()
                    + " of " + new Counted(asked, "sample"));
        }
        return Int8.of(quantizable, calibration, equipment.engine(), equipment.crew(), listener)
                .by(equipment.format().contract());
    }

    private Stage floatStage() {
        return Stage.of(RungId.FLOAT, equipment.engine(), source()::graph);
    }

    private Model written(Int8 int8, Path file, Listener listener) {
        Model.within(source().file(), () -> equipment.format().write(int8.toModel(preprocess), file))
                .forEach(change -> listener.note(file.getFileName() + ": " + change));
        return equipment.format().read(file, InputShapes.DECLARED).read(Optional.of(source().readout().output()),
                source().readout().metric());
    }

    private List<Stage> stages(Int8 int8, Model written, MoreRungs more) {
        List<Stage> stages = new ArrayList<>(Stage.ladder(equipment, int8, written));
        stages.addAll(Stage.exactWitness(more, equipment.witnesses(), written));
        if (more.saturation()) {
            stages.addAll(Stage.ofSaturation(equipment.engine(), int8.model(), Optional.of(int8)));
        }
        return stages;
    }
}
