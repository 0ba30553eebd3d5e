package dev.vernier.cli;

import dev.vernier.Vernier;
import dev.vernier.audit.Audit;
import dev.vernier.audit.Auditing;
import dev.vernier.audit.AuditingRecorded;
import dev.vernier.audit.Quantizing;
import dev.vernier.audit.RecordedFile;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.cli.console.Console;
import dev.vernier.file.TemporaryPath;
import dev.vernier.model.Model;
import dev.vernier.report.FindingText;
import dev.vernier.report.MeasuredAnswer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `vernier audit`.
@Command(name = "audit", footer = {"", "Examples:",
    "  vernier audit resnet20.onnx resnet20-int8.onnx --data cifar10:data/cifar10 --report audit.html",
    "  vernier audit resnet20.onnx --data cifar10:data/cifar10 --max-drop 0.5"}, description = "Compares a candidate with the model that it was made from, sample by sample; without a candidate the "
            + "reference is quantized for it.")
final class AuditCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;

    @Parameters(index = "0", paramLabel = "REFERENCE", description = "An ONNX or Keras file. A quantized one stands for the float values of its codes.")
    private Path reference;

    @Parameters(index = "1", arity = "0..1", paramLabel = "CANDIDATE", description = "An ONNX file, float or quantized by anybody; or recorded predictions, FILE.npz or "
            + "FILE.npz:ARRAY.")
    private Path candidate;

    @Mixin
    private LadderOptions ladder;

    // Picocli has no other word for an option that needs none of the required ones beside it.
    @SuppressWarnings("deprecation")
    @Option(names = "--explain", paramLabel = "ID", help = true, description = "Tell what a finding is, how it is found, what proves it and what to do; then do nothing else.")
    private FindingId explained;

    @Override
    public Integer call() {
        Console console = main.console();
        if (explained != null) {
            FindingText.say(explained, console);
            return 0;
        }
        Optional<Path> given = Optional.ofNullable(candidate);
        ladder.answers().requireWritable(
                ladder.kept(Stream.concat(Stream.of(reference), given.stream()).toArray(Path[]::new)));
        Console speaking = ladder.answers().console(console);
        Model source = ladder.read(reference, speaking);
        if (candidate != null && RecordedFile.isNamedBy(candidate.toString())) {
            Audit audit = AuditingRecorded.check(source, RecordedFile.parse(candidate.toString()), ladder.evaluated(),
                    ladder.run().equipment()).run(speaking);
            return ladder.answer(audit, given, Optional.empty(), console);
        }
        boolean isOfClasses = ladder.isOfClasses(source);
        Optional<Model> other = given.map(file -> ladder.read(file, speaking))
                .or(() -> source.isQuantized() ? Optional.of(source) : Optional.empty());
        if (other.isEmpty()) {
            return quantized(source, isOfClasses, speaking);
        }
        Auditing auditing =
                Auditing.check(source, other.get(), ladder.evaluated(), ladder.run().equipment());
        return isOfClasses
                ? ladder.answer(auditing.run(ladder.more(), speaking), given, Optional.empty(), console)
                : ladder.answers().answer(console,
                        MeasuredAnswer.of(auditing, auditing.measure(ladder.more(), speaking)));
    }

    private int quantized(Model source, boolean isOfClasses, Console speaking) {
        try (TemporaryPath folder = TemporaryPath.folder()) {
            Path int8 = folder.path().resolve("int8" + Vernier.ending(source.file()));
            Quantizing quantizing = ladder.quantizing(source, ladder.run().equipment(int8, false));
            return isOfClasses
                    ? ladder.answer(quantizing.audit(int8, ladder.more(), speaking), Optional.empty(),
                            Optional.empty(), main.console())
                    : ladder.answers().answer(main.console(),
                            MeasuredAnswer.of(quantizing, quantizing.measure(int8, ladder.more(), speaking)));
        }
    }
}
