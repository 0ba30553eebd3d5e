package dev.vernier.cli;

import dev.vernier.audit.Audit;
import dev.vernier.audit.Equipment;
import dev.vernier.audit.MoreRungs;
import dev.vernier.audit.Quantizing;
import dev.vernier.cli.console.Console;
import dev.vernier.convert.CalibrationSource;
import dev.vernier.convert.Conversion;
import dev.vernier.convert.Data;
import dev.vernier.model.Metric;
import dev.vernier.model.Model;
import dev.vernier.report.AuditText;
import dev.vernier.report.GateAnswer;
import dev.vernier.report.LadderAnswer;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What commands take that climb the ladder on a user's own model, and how they answer.
final class LadderOptions {
    /// Few enough samples for the reference interpreter, unless the user said how many.
    private static final int EMULATED = 500;

    @Mixin
    private DataOptions data;

    @Mixin
    private QuantizationOptions quantization;

    @Option(names = "--emulate-saturation", description = "Also run what oneDNN and ONNX Runtime would make of the model without VNNI, and with reduce_range. Slow: without --limit "
            + "everything runs on the first " + EMULATED + " samples only.")
    private boolean emulatesSaturation;

    @Mixin
    private ExactWitnessOption witness;

    @Mixin
    private SavedCalibrationOptions calibration;

    @Mixin
    private RunOptions run;

    @Mixin
    private GateOptions gates;

    @Mixin
    private AnswerOptions answers;

    AnswerOptions answers() {
        return answers;
    }

    /// @throws dev.vernier.tensor.InputException where it cannot be read, or options do not fit together
    Model read(Path model, Console speaking) {
        gates.check();
        return data.read(model, speaking);
    }

    Path[] kept(Path... models) {
        return data.kept(models);
    }

    MoreRungs more() {
        return new MoreRungs(emulatesSaturation, witness.isAsked());
    }

    RunOptions run() {
        return run;
    }

    /// What is evaluated where nothing is calibrated.
    Data evaluated() {
        return bounded(data.with(CalibrationSource.DEFAULT));
    }

    private Data bounded(Data asked) {
        return emulatesSaturation ? asked.orFirst(EMULATED) : asked;
    }

    /// A float model about to be quantized, after everything that can be known before was checked.
    Quantizing quantizing(Model source, Equipment equipment) {
        return Quantizing.check(source, bounded(data.with(quantization.calibrationSource(run.batch()))),
                quantization.recipe(equipment.format().usual(), calibration.saved()), equipment);
    }

    /// A float model about to be quantized without an evaluation.
    Conversion conversion(Model source, Equipment equipment) {
        answers.requireNoReport("nothing is evaluated");
        return Conversion.check(source, data.with(quantization.calibrationSource(run.batch())),
                quantization.recipe(equipment.format().usual(), calibration.saved()), equipment.engine(), run.crew());
    }

    /// Whether each sample is right or wrong, rather than given a value; that takes no gate and no report.
    boolean isOfClasses(Model source) {
        Metric metric = source.readout().measured();
        if (!metric.isOfClasses()) {
            gates.requireNone(metric.toString());
            answers.requireNoReport("metric = " + metric);
        }
        return metric.isOfClasses();
    }

    /// Says and writes what came out.
    ///
    /// @param candidate the file that was compared; empty where it was not kept
    /// @param written the model that was written
    /// @return the exit status
    int answer(Audit audit, Optional<Path> candidate, Optional<Path> written, Console console) {
        Optional<GateAnswer> gate = gates.answer(audit);
        AuditText.say(audit, gate, written, answers.console(console));
        answers.write(console, () -> LadderAnswer.of(audit, candidate, gate));
        return gate.isPresent() && !gate.get().met() ? GateAnswer.NOT_MET : audit.exitStatus();
    }
}
