package dev.vernier.cli;

import dev.vernier.audit.finding.FindingId;
import dev.vernier.cli.console.Console;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `vernier explain`.
@Command(name = "explain", description = "Tells what a finding is, how it is found, what proves it and what to do; without ID lists all findings.", footer = {
    "", "Examples:", "  vernier explain", "  vernier explain missing-bias"})
final class ExplainCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(arity = "0..1", paramLabel = "ID", description = "A finding's name, as reports have it.")
    private FindingId id;

    ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Optional.ofNullable(id).ifPresentOrElse(asked -> explain(asked, console), this::list);
        return 0;
    }

    static void explain(FindingId id, Console console) {
        console.say(console.style().bold(id.toString()));
        id.explanation().forEach(console::say);
    }

    private void list() {
        for (FindingId known : FindingId.values()) {
            console.say(String.format(Locale.ROOT, "%-24s%s", known, firstSentence(known)));
        }
    }

    private static String firstSentence(FindingId id) {
        return String.join(" ", id.explanation()).split("(?<=\\.) ", 2)[0];
    }
}
