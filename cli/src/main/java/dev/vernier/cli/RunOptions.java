package dev.vernier.cli;

import dev.vernier.EngineName;
import dev.vernier.Vernier;
import dev.vernier.audit.Equipment;
import dev.vernier.convert.Crew;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What runs a model, and on how many threads.
final class RunOptions {
    @Option(names = "--engine", paramLabel = "NAME", description = "onednn (default) or reference, the interpreter.")
    private EngineName engine = EngineName.ONEDNN;

    @Mixin
    private CrewOptions crew;

    EngineName engine() {
        return engine;
    }

    /// As it was asked for; sessions take more at a time.
    int batch() {
        return crew.batch();
    }

    /// What runs every form of a quantized model.
    ///
    /// @throws dev.vernier.tensor.InputException where the engine cannot
    Equipment equipment() {
        return Vernier.standard().on(engine).with(crew()).equipment();
    }

    /// The same, for a model that is written to that file.
    ///
    /// @param hasCodeEnds whether the file takes and gives codes
    Equipment equipment(Path file, boolean hasCodeEnds) {
        Vernier vernier = Vernier.standard().on(engine).with(crew());
        return (hasCodeEnds ? vernier.withCodesAtTheEnds() : vernier).equipment(file);
    }

    Crew crew() {
        return crew.crew();
    }
}
