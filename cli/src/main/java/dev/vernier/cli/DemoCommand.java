package dev.vernier.cli;

import dev.vernier.DemoNetwork;
import dev.vernier.Vernier;
import dev.vernier.audit.Audit;
import dev.vernier.audit.MoreRungs;
import dev.vernier.cli.console.Console;
import dev.vernier.quant.QConfig;
import dev.vernier.report.AuditText;
import dev.vernier.report.LadderAnswer;
import java.nio.file.Path;
import java.util.Optional;
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
        Audit audit = DemoNetwork.climb(quantization.recipe(QConfig.X86, Optional.empty()),
                quantization.calibrationSource(run.batch()), run.equipment(), new MoreRungs(false, witness.isAsked()),
                kept, limit, speaking);
        AuditText.say(audit, Optional.empty(), kept, speaking);
        answers.write(main.console(), () -> LadderAnswer.of(audit, kept, Optional.empty()));
        return audit.exitStatus();
    }
}
