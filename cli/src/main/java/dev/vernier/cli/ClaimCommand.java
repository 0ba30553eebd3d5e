package dev.vernier.cli;

import dev.vernier.report.ClaimAnswer;
import dev.vernier.stats.Claim;
import dev.vernier.stats.Figure;
import dev.vernier.tensor.InputException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `vernier claim`.
@Command(name = "claim", footer = {"", "Example:",
    "  vernier claim --accuracy 71.76 --n 10000 --baseline 71.88"}, description = "Tells whether a reported accuracy can be one: whether some whole number of N samples gives it, and what else "
            + "would. Exits with 3 where none does.")
final class ClaimCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;

    @Option(names = "--accuracy", required = true, paramLabel = "A", description = "As it was reported, with all its digits: 71.76, 0.7176 or 71.76%%.")
    private Figure accuracy;

    @Option(names = "--n", required = true, paramLabel = "N", description = "The number of samples that it is said to be of.")
    private Integer n;

    @Option(names = "--classes", paramLabel = "K", description = "The number of classes, for one-hot metrics; 10 is tried where it is not given.")
    private Integer classes;

    @Option(names = "--baseline", paramLabel = "B", description = "An accuracy that this one should be close to, such as the float model's.")
    private Figure baseline;

    @Mixin
    private JsonOption json;

    @Override
    public Integer call() {
        json.requireWritable();
        Claim claim = InputException.given(() -> new Claim(accuracy, n,
                classes == null ? OptionalInt.empty() : OptionalInt.of(classes), Optional.ofNullable(baseline)));
        json.answer(main.console(), ClaimAnswer.of(claim));
        return claim.isPossible() ? 0 : 3;
    }
}
