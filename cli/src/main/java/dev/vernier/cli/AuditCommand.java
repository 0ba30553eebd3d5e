package dev.vernier.cli;

import dev.vernier.audit.Audit;
import dev.vernier.audit.Auditing;
import dev.vernier.audit.AuditingRecorded;
import dev.vernier.audit.Quantizing;
import dev.vernier.audit.RecordedFile;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.cli.console.Console;
import dev.vernier.file.TemporaryPath;
import dev.vernier.model.Model;
import dev.vernier.report.MeasuredAnswer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `vernier audit`.
@Command(name = "audit", footer = {"", "Examples:",
    "  vernier audit resnet20.onnx resnet20-int8.onnx --data cifar10:data/cifar10 --report audit.html",
    "  vernier audit resnet20.onnx --data cifar10:data/cifar10 --max-drop 0.5"}, description = "Compares a candidate with the model that it was made from, sample by sample; without a candidate the "
            + "reference is quantized for it.")
final class AuditCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "REFERENCE", description = "An ONNX file. A quantized one stands for the float values of its codes.")
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

    AuditCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (explained != null) {
            ExplainCommand.explain(explained, console);
            return 0;
        }
        Optional<Path> given = Optional.ofNullable(candidate);
        ladder.answers().requireWritable(
                Stream.concat(Stream.of(reference), given.stream()).toArray(Path[]::new));
        Console speaking = ladder.answers().console(console);
        Model source = ladder.read(reference, speaking);
        if (candidate != null && RecordedFile.isNamedBy(candidate.toString())) {
            return ladder.answer(recorded(source, speaking), given, Optional.empty(), console, speaking);
        }
        Optional<Model> other = given.map(file -> ladder.read(file, speaking))
                .or(() -> source.isQuantized() ? Optional.of(source) : Optional.empty());
        if (!ladder.isOfClasses(source)) {
            return ladder.answer(measured(source, other, speaking), console, speaking);
        }
        Audit audit =
                other.map(model -> compared(source, model, speaking)).orElseGet(() -> quantized(source, speaking));
        return ladder.answer(audit, given, Optional.empty(), console, speaking);
    }

    private Audit compared(Model source, Model other, Console speaking) {
        return Auditing.check(source, other, ladder.evaluated(), ladder.run().equipment())
                .run(ladder.more(), speaking);
    }

    private MeasuredAnswer measured(Model source, Optional<Model> other, Console speaking) {
        if (other.isPresent()) {
            Auditing auditing =
                    Auditing.check(source, other.get(), ladder.evaluated(), ladder.run().equipment());
            return MeasuredAnswer.of(auditing.measure(ladder.more(), speaking), source, other.get(), auditing.samples(),
                    auditing.equipment().engine().name(), Optional.empty());
        }
        Quantizing quantizing = ladder.quantizing(source);
        try (TemporaryPath folder = TemporaryPath.folder()) {
            Quantizing.Measured measured =
                    quantizing.measure(folder.path().resolve("int8.onnx"), ladder.more(), speaking);
            return MeasuredAnswer.of(measured.ladder(), source, measured.written(), quantizing.samples(),
                    quantizing.equipment().engine().name(), Optional.of(measured.int8()));
        }
    }

    private Audit recorded(Model source, Console speaking) {
        return AuditingRecorded
                .check(source, RecordedFile.parse(candidate.toString()), ladder.evaluated(), ladder.run().equipment())
                .run(speaking);
    }

    private Audit quantized(Model source, Console speaking) {
        Quantizing quantizing = ladder.quantizing(source);
        try (TemporaryPath folder = TemporaryPath.folder()) {
            return quantizing.audit(folder.path().resolve("int8.onnx"), ladder.more(), speaking);
        }
    }
}
