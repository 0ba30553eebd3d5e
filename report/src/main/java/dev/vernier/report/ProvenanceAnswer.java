package dev.vernier.report;

import dev.vernier.audit.Audit;
import dev.vernier.file.FileContent;
import dev.vernier.model.Version;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Where the numbers come from, as JSON.
///
/// @param created when, in UTC
/// @param vernier its version
/// @param java the Java runtime's version
/// @param system operating system, processor architecture and number of processors
public record ProvenanceAnswer(String created, String vernier, String java, String system, FileAnswer reference,
        FileAnswer candidate) {
    /// @param file null where it was not kept
    public record FileAnswer(String file, long bytes, String sha256) {
        static FileAnswer of(Optional<Path> file, FileContent content) {
            return new FileAnswer(file.map(Path::toString).orElse(null), content.bytes(), content.sha256());
        }
    }

    static ProvenanceAnswer of(Audit audit, Optional<Path> candidate) {
        return new ProvenanceAnswer(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(), Version.text(),
                Runtime.version().toString(),
                "%s %s, %d processors".formatted(System.getProperty("os.name"), System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors()),
                FileAnswer.of(Optional.of(audit.source().file()), audit.source().stored()),
                FileAnswer.of(candidate, audit.candidate().content()));
    }
}
