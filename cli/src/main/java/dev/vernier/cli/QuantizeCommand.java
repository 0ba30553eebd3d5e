package dev.vernier.cli;

import dev.vernier.cli.console.Console;
import dev.vernier.cli.job.Export;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `vernier quantize`.
@Command(name = "quantize", mixinStandardHelpOptions = true, sortOptions = false, description = "Quantizes a float model to int8, writes it, and shows on the same samples what each stage cost.")
final class QuantizeCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "MODEL", description = "A float ONNX file.")
    private Path model;

    @Option(names = {"-o",
        "--output"}, required = true, paramLabel = "OUT.onnx", description = "Where the int8 model is written.")
    private Path output;

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

    QuantizeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Export.requireWritable(output, model);
        json.requireWritable(model, output);
        Console speaking = json.console(console);
        SourceModel source = SourceModel.read(model, data.inputShape());
        Outcome outcome = Quantizing
                .check(source, saturation.bounded(data.with(quantization.calibrationSource(run.batch()))),
                        quantization.recipe(calibration.saved()), run.engine(), run.crew())
                .run(output, saturation.isEmulated(), speaking);
        Optional<GateAnswer> gate = maxDrop.answer(outcome);
        OutcomeText.say(outcome, speaking);
        gate.ifPresent(answer -> answer.say(speaking));
        speaking.say(speaking.style().dim("written      " + output));
        json.write(console, LadderAnswer.of(outcome, gate));
        return gate.isPresent() && !gate.get().met() ? GateAnswer.NOT_MET : outcome.exitStatus();
    }
}
