package dev.vernier.audit.experiment;

import dev.vernier.audit.ladder.Ladder;
import dev.vernier.audit.ladder.RungId;
import dev.vernier.graph.op.Contract;
import java.util.List;
import java.util.Optional;

/// The rung of a ladder that speaks of the candidate's file alone: its runtime, without what 16-bit sums do on some CPUs.
///
/// @param rung the one that was climbed
/// @param runtime what sentences call it
/// @param contract how it rounds
public record FileWitness(String rung, String runtime, Contract contract) {
    private static final List<FileWitness> ALL = List.of(
            new FileWitness(Ladder.ONNX_RUNTIME_EXACT, "ONNX Runtime", Contract.ONNX),
            new FileWitness(Ladder.ONNX_RUNTIME, "ONNX Runtime", Contract.ONNX),
            new FileWitness(RungId.TFLITE.toString(), "TensorFlow Lite", Contract.TFLITE));

    /// The first that was climbed: a file is of one runtime only. Empty where none was.
    public static Optional<FileWitness> of(Ladder ladder) {
        return ALL.stream().filter(witness -> ladder.predictions(witness.rung).isPresent()).findFirst();
    }
}
