package dev.vernier.cli;

import dev.vernier.DemoNetwork;
import dev.vernier.Vernier;
import dev.vernier.audit.Audit;
import dev.vernier.audit.MoreRungs;
import dev.vernier.audit.Quantizing;
import dev.vernier.cli.console.Console;
import dev.vernier.convert.Data;
import dev.vernier.data.DataSpec;
import dev.vernier.file.TemporaryPath;
import dev.vernier.model.Model;
import dev.vernier.quant.QConfig;
import dev.vernier.report.AuditText;
import dev.vernier.report.LadderAnswer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `vernier demo`.
@Command(name = "demo", footer = {"", "Example:",
    "  vernier demo --report demo.html"}, description = "Quantizes a small network that Vernier brings along, on images that it generates: no other file is "
            + "needed.")
final class DemoCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;

    @Option(names = "--limit", paramLabel = "N", description = "Evaluate on N images; default ${DEFAULT-VALUE}.", defaultValue = "4000")
    private Integer limit;

    @Option(names = {"-o", "--out"}, paramLabel = "OUT.onnx", description = "Keep the int8 model here.")
    private Path output;

    @Mixin
    private QuantizationOptions quantization;

    @Mixin
    private ExactWitnessOption witness;

    @Mixin
    private RunOptions run;

    @Mixin
    private AnswerOptions answers;

    @Override
    public Integer call() {
        Optional<Path> kept = Optional.ofNullable(output);
        kept.ifPresent(Vernier::requireWritable);
        answers.requireWritable(kept.stream().toArray(Path[]::new));
        Console speaking = answers.console(main.console());
        try (TemporaryPath folder = TemporaryPath.folder()) {
            Model source = Vernier.standard().read(DemoNetwork.unpack(folder.path()), Optional.empty());
            speaking.note("a network of " + Model.parameters(source.graph())
                    + " parameters on generated images of ten shapes");
            Data shapes =
                    new Data(new DataSpec.Shapes(DataSpec.Split.TEST), OptionalInt.of(limit),
                            quantization.calibrationSource(run.batch()), Optional.empty());
            Audit audit =
                    Quantizing
                            .check(source, shapes, quantization.recipe(QConfig.X86, Optional.empty()), run.equipment())
                            .run(kept.orElse(folder.path().resolve("int8.onnx")),
                                    new MoreRungs(false, witness.isAsked()),
                                    speaking);
            AuditText.say(audit, Optional.empty(), kept, speaking);
            answers.write(main.console(), () -> LadderAnswer.of(audit, kept, Optional.empty()));
            return audit.exitStatus();
        }
    }
}
