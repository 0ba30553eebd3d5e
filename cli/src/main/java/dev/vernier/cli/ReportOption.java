package dev.vernier.cli;

import dev.vernier.file.Folders;
import dev.vernier.report.ReportFile;
import dev.vernier.report.Reported;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/// Where the answer is written as a report.
final class ReportOption {
    @Option(names = "--report", paramLabel = "FILE", description = "Write the answer as a page that needs no other file (.html), or as Markdown (.md). May be given twice.")
    private List<Path> reports = List.of();

    /// @param kept files that must stay as they are
    /// @throws dev.vernier.tensor.InputException where a file's ending or folder is none that will do, or the file is one of
    ///     `kept`
    void requireWritable(Path... kept) {
        reports.forEach(file -> {
            ReportFile.requireWritable(file);
            Folders.requireOther(file, kept);
        });
    }

    boolean isAsked() {
        return !reports.isEmpty();
    }

    void write(Reported answer) {
        reports.forEach(file -> ReportFile.write(file, answer));
    }
}
