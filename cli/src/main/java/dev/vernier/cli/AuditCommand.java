package dev.vernier.cli;

import dev.vernier.cli.console.Console;
import dev.vernier.cli.job.Auditing;
import dev.vernier.cli.job.CalibrationSource;
import dev.vernier.cli.job.Folders;
import dev.vernier.cli.job.Outcome;
import dev.vernier.cli.job.Quantizing;
import dev.vernier.cli.job.SourceModel;
import dev.vernier.cli.view.GateAnswer;
import dev.vernier.cli.view.LadderAnswer;
import dev.vernier.cli.view.OutcomeText;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `vernier audit`.
@Command(name = "audit", mixinStandardHelpOptions = true, sortOptions = false, description = "Compares a candidate with the model that it was made from, sample by sample; without a candidate the "
        + "reference is quantized for it.")
final class AuditCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "REFERENCE", description = "An ONNX file. A quantized one stands for the float values of its codes.")
    private Path reference;

    @Parameters(index = "1", arity = "0..1", paramLabel = "CANDIDATE", description = "An ONNX file, float or quantized by anybody.")
    private Path candidate;

    @Mixin
    private DataOptions data;

    @Mixin
    private QuantizationOptions quantization;

    @Mixin
    private SaturationOption saturation;

    @Mixin
    private SavedCalibrationOptions calibration;

    @Mixin
    private RunOptions run;

    @Mixin
    private MaxDropOption maxDrop;

    @Mixin
    private JsonOption json;

    AuditCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        json.requireWritable(reference);
        Optional.ofNullable(candidate).ifPresent(json::requireWritable);
        Console speaking = json.console(console);
        SourceModel source = SourceModel.read(reference, data.inputShape());
        Optional<SourceModel> other =
                Optional.ofNullable(candidate).map(file -> SourceModel.read(file, data.inputShape()))
                        .or(() -> source.isQuantized() ? Optional.of(source) : Optional.empty());
        Outcome outcome =
                other.map(model -> compared(source, model, speaking)).orElseGet(() -> quantized(source, speaking));
        Optional<GateAnswer> gate = maxDrop.answer(outcome);
        OutcomeText.say(outcome, speaking);
        gate.ifPresent(answer -> answer.say(speaking));
        json.write(console, LadderAnswer.of(outcome, gate));
        return gate.isPresent() && !gate.get().met() ? GateAnswer.NOT_MET : outcome.exitStatus();
    }

    private Outcome compared(SourceModel source, SourceModel other, Console speaking) {
        Quantizing.Data evaluated = saturation.bounded(data.with(CalibrationSource.DEFAULT));
        return Auditing.check(source, other, evaluated, run.engine(), run.crew())
                .run(saturation.isEmulated(), speaking);
    }

    private Outcome quantized(SourceModel source, Console speaking) {
        Quantizing quantizing =
                Quantizing.check(source, saturation.bounded(data.with(quantization.calibrationSource(run.batch()))),
                        quantization.recipe(calibration.saved()), run.engine(), run.crew());
        try (Folders.Temporary folder = Folders.Temporary.create()) {
            return quantizing.run(folder.path().resolve("int8.onnx"), saturation.isEmulated(), speaking);
        }
    }
}
