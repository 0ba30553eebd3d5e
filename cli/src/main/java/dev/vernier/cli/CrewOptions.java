package dev.vernier.cli;

import dev.vernier.convert.Crew;
import dev.vernier.run.SessionOptions;
import java.util.Optional;
import picocli.CommandLine.Option;

/// How many samples and threads work side by side.
final class CrewOptions {
    private static final int BATCH = 64;

    @Option(names = "--batch", paramLabel = "N", description = "Samples that a thread takes at a time, rounded up to a multiple of "
            + SessionOptions.MICRO_BATCH
            + "; default " + BATCH + ". Results never depend on it, unless --loader-workers makes them.")
    private Integer batch = BATCH;

    @Option(names = "--threads", paramLabel = "N", description = "Sessions that work side by side; default: the available processors. Results never depend on it.")
    private Integer threads;

    /// As it was asked for; sessions take more at a time.
    int batch() {
        return batch;
    }

    Crew crew() {
        return Crew.of(batch, Optional.ofNullable(threads).orElse(Runtime.getRuntime().availableProcessors()));
    }
}
