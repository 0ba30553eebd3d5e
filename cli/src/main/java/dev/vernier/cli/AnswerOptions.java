package dev.vernier.cli;

import dev.vernier.cli.console.Console;
import dev.vernier.file.Folders;
import dev.vernier.report.ReportFile;
import dev.vernier.report.Reported;
import dev.vernier.report.Spoken;
import dev.vernier.tensor.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Where an answer is written, for scripts and as reports.
final class AnswerOptions {
    @Mixin
    private JsonOption json;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the answer as a page that needs no other file (.html), or as Markdown (.md). May be given twice.")
    private List<Path> reports = List.of();

    /// @param kept files that must stay as they are
    /// @throws dev.vernier.tensor.InputException where a file cannot be written there, or is one of `kept` or another of these
    void requireWritable(Path... kept) {
        json.requireWritable(kept);
        Path[] others = Stream.concat(Stream.of(kept), json.file().stream()).toArray(Path[]::new);
        reports.forEach(file -> {
            ReportFile.requireWritable(file);
            Folders.requireOther(file, others);
        });
    }

    /// See [JsonOption#console].
    Console console(Console console) {
        return json.console(console);
    }

    /// @throws InputException where a report is asked for, which this answer is none
    void requireNoReport(String what) {
        if (!reports.isEmpty()) {
            throw new InputException("--report: " + what + ", needed an audit of classes; --json FILE has the numbers");
        }
    }

    /// Says and writes an answer that is no report; see [JsonOption#answer].
    int answer(Console console, Spoken answer) {
        return json.answer(console, answer);
    }

    /// @param answer made where it is asked for
    void write(Console console, Supplier<? extends Reported> answer) {
        if (json.isAsked() || !reports.isEmpty()) {
            Reported made = answer.get();
            json.write(console, made);
            reports.forEach(file -> ReportFile.write(file, made));
        }
    }
}
