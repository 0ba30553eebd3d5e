package dev.vernier.cli;

import dev.vernier.audit.Audit;
import dev.vernier.audit.ladder.RungId;
import dev.vernier.report.GateAnswer;
import dev.vernier.tensor.InputException;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The gate that scripts set for a ladder: every deployed form must pass it.
final class GateOptions {
    @Mixin
    private MaxDropOption maxDrop;

    @Option(names = "--gate", paramLabel = "RUNG", description = "Set --max-drop for this rung alone rather than for every deployed one that was climbed: integer, "
            + "onnxruntime, onnxruntime-exact, tflite or candidate.")
    private RungId rung;

    /// @throws InputException where a rung is named and no gate set; said before any work is done
    void check() {
        if (rung != null && maxDrop.gate().isEmpty()) {
            throw new InputException("--gate: " + rung + " without --max-drop, needed how many points it may lose");
        }
    }

    /// @throws InputException where a gate is set, which is in points of accuracy
    void requireNone(String metric) {
        if (maxDrop.gate().isPresent()) {
            throw new InputException(
                    "--max-drop: metric = " + metric + ", needed top1 or binary, whose changes are points");
        }
    }

    /// Whether a ladder passes it; empty where none was set.
    ///
    /// @throws InputException where the rung was not climbed
    Optional<GateAnswer> answer(Audit audit) {
        return maxDrop.gate().map(gate -> GateAnswer.of(gate, Optional.ofNullable(rung), audit));
    }
}
