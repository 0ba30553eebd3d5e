package dev.vernier.cli;

import dev.vernier.stats.MaxDrop;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The gate that scripts set.
final class MaxDropOption {
    @Option(names = "--max-drop", paramLabel = "POINTS", description = "Exit 3 unless a drop of more than POINTS is excluded: the 95 %% interval of the change ends at -POINTS "
            + "or above.")
    private Double maxDrop;

    /// Empty where none was asked for.
    Optional<MaxDrop> gate() {
        return Optional.ofNullable(maxDrop).map(MaxDrop::new);
    }
}
