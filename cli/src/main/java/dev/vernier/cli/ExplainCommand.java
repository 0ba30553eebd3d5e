package dev.vernier.cli;

import dev.vernier.audit.finding.FindingId;
import dev.vernier.report.FindingText;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `vernier explain`.
@Command(name = "explain", description = "Tells what a finding is, how it is found, what proves it and what to do; without ID lists all findings.", footer = {
    "", "Examples:", "  vernier explain", "  vernier explain missing-bias"})
final class ExplainCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;

    @Parameters(arity = "0..1", paramLabel = "ID", description = "A finding's name, as reports have it.")
    private FindingId id;

    @Override
    public Integer call() {
        Optional.ofNullable(id).ifPresentOrElse(asked -> FindingText.say(asked, main.console()),
                () -> FindingText.sayAll(main.console()));
        return 0;
    }
}
