package dev.vernier.report;

import dev.vernier.audit.Audit;
import dev.vernier.file.Folders;
import java.nio.file.Path;
import java.util.Optional;

/// An audit as a file. Each is written to a temporary file and moved into place.
public final class Report {
    private Report() {}

    /// A page that loads nothing.
    ///
    /// @throws dev.vernier.tensor.InputException where the file cannot be written, or no rung but the float one was climbed
    public static void html(Audit audit, Path file) {
        Folders.replace(file, Page.of(answer(audit)));
    }

    /// The same as Markdown.
    ///
    /// @throws dev.vernier.tensor.InputException as [#html]
    public static void markdown(Audit audit, Path file) {
        Folders.replace(file, answer(audit).markdown());
    }

    /// The same as JSON, with the keys that `vernier audit --json` has.
    ///
    /// @throws dev.vernier.tensor.InputException as [#html]
    public static void json(Audit audit, Path file) {
        JsonFile.write(file, answer(audit));
    }

    private static LadderAnswer answer(Audit audit) {
        return LadderAnswer.of(audit, Optional.empty(), Optional.empty());
    }
}
