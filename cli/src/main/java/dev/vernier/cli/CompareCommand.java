package dev.vernier.cli;

import dev.vernier.audit.Comparing;
import dev.vernier.audit.RecordedFile;
import dev.vernier.report.ComparisonAnswer;
import dev.vernier.report.ComparisonText;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `vernier compare`.
@Command(name = "compare", footer = {"", "Example:",
    "  vernier compare float.npz int8.npz --max-drop 0.5"}, description = "Tests whether other models' predictions on the same samples are better or worse than the first one's. "
            + "vernier eval --predictions writes such files; any npz with integer arrays predictions and labels [n] will do. An array slices [n] groups the samples: each group is tested by itself, too.")
final class CompareCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;

    @Parameters(index = "0", paramLabel = "BASE.npz", description = "What the others are compared with. FILE.npz:ARRAY reads predictions from an array of another name.")
    private RecordedFile base;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "OTHER.npz", description = "One, or several of which the best is to be chosen.")
    private List<RecordedFile> others;

    @Option(names = "--margin", paramLabel = "POINTS", description = "Ask whether the change is shown to be within POINTS either way.")
    private Double margin;

    @Mixin
    private MaxDropOption maxDrop;

    @Mixin
    private AnswerOptions answers;

    @Override
    public Integer call() {
        answers.requireWritable(
                Stream.concat(Stream.of(base), others.stream()).map(RecordedFile::file).toArray(Path[]::new));
        Comparing comparing = Comparing.of(base, others,
                margin == null ? OptionalDouble.empty() : OptionalDouble.of(margin), maxDrop.gate());
        ComparisonText.say(comparing, answers.console(main.console()));
        answers.write(main.console(), () -> ComparisonAnswer.of(comparing));
        return comparing.exitStatus();
    }
}
