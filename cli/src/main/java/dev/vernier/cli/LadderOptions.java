package dev.vernier.cli;

import dev.vernier.cli.console.Console;
import dev.vernier.cli.job.CalibrationSource;
import dev.vernier.cli.job.MoreRungs;
import dev.vernier.cli.job.Outcome;
import dev.vernier.cli.job.Quantizing;
import dev.vernier.cli.job.SourceModel;
import dev.vernier.cli.view.GateAnswer;
import dev.vernier.cli.view.LadderAnswer;
import dev.vernier.cli.view.OutcomeText;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/// What commands take that climb the ladder on a user's own model, and how they answer.
final class LadderOptions {
    @Mixin
    private DataOptions data;

    @Mixin
    private QuantizationOptions quantization;

    @Mixin
    private SaturationOption saturation;

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
    SourceModel read(Path model) {
        gates.check();
        return SourceModel.read(model, data.inputShape());
    }

    MoreRungs more() {
        return new MoreRungs(saturation.isEmulated(), witness.isAsked());
    }

    RunOptions run() {
        return run;
    }

    /// What is evaluated where nothing is calibrated.
    Quantizing.Data evaluated() {
        return saturation.bounded(data.with(CalibrationSource.DEFAULT));
    }

    /// A float model about to be quantized, after everything that can be known before was checked.
    Quantizing quantizing(SourceModel source) {
        return Quantizing.check(source, saturation.bounded(data.with(quantization.calibrationSource(run.batch()))),
                quantization.recipe(calibration.saved()), run.engine(), run.crew());
    }

    /// Says and writes what came out.
    ///
    /// @param candidate the file that was compared; empty where it was not kept
    /// @param written the model that was written
    /// @param speaking where people read
    /// @return the exit status
    int answer(Outcome outcome, Optional<Path> candidate, Optional<Path> written, Console console, Console speaking) {
        Optional<GateAnswer> gate = gates.answer(outcome);
        OutcomeText.say(outcome, speaking);
        gate.ifPresent(answer -> answer.say(speaking));
        written.ifPresent(file -> speaking.say(speaking.style().dim("written      " + file)));
        OutcomeText.conclude(outcome, speaking);
        answers.write(console, () -> LadderAnswer.of(outcome, candidate, gate));
        return gate.isPresent() && !gate.get().met() ? GateAnswer.NOT_MET : outcome.exitStatus();
    }
}
