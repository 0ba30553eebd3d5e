package dev.vernier.audit;

import dev.vernier.run.FileEngine;
import java.util.function.BooleanSupplier;

/// Another runtime, as it comes and without 16-bit sums, which saturate on some CPUs.
///
/// @param differ whether the two give different results on this machine
public record Witnesses(FileEngine asItComes, FileEngine exact, BooleanSupplier differ) {
    /// Whether the two differ here; not where the runtime does not run at all.
    boolean areDifferent() {
        try {
            return differ.getAsBoolean();
        } catch (IllegalArgumentException | LinkageError absent) {
            return false;
        }
    }
}
