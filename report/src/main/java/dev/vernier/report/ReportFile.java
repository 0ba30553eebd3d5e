package dev.vernier.report;

import dev.vernier.file.Folders;
import dev.vernier.tensor.InputException;
import java.nio.file.Path;

/// An answer as a report: a page where the file's name ends in `.html`, Markdown where it ends in `.md`.
public final class ReportFile {
    private ReportFile() {}

    /// @throws InputException where the ending is none of the two, or no file can be written there
    public static void requireWritable(Path file) {
        if (!isPage(file) && !file.toString().endsWith(".md")) {
            throw new InputException(file + ": unknown format, known endings: .html, .md");
        }
        Folders.requireWritable(file);
    }

    /// Writes to a temporary file and moves it into place.
    ///
    /// @throws InputException where the file cannot be written
    public static void write(Path file, Reported answer) {
        Folders.replace(file, isPage(file) ? Page.of(answer) : answer.markdown());
    }

    private static boolean isPage(Path file) {
        return file.toString().endsWith(".html");
    }
}
