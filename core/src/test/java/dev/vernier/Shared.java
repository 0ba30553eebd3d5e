package dev.vernier;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// The folder of shared models, data and reference values that may lie beside the project's root. Tests that need it are
/// skipped, saying so, where it is missing.
public final class Shared {
    private Shared() {}

    /// A path inside the shared folder; skips the calling test where there is no such file.
    public static Path path(String relative) {
        Path path = root().resolveSibling("shared").resolve(relative);
        if (!Files.exists(path)) {
            String reason = "skipped: needs ../shared/" + relative + ", which is not there";
            System.out.println(reason);
            Assumptions.abort(reason);
        }
        return path;
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && Files.exists(folder.resolveSibling("pom.xml"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
