package dev.vernier.audit.ladder;

import dev.vernier.stats.McNemar;
import dev.vernier.stats.Paired;
import java.util.Locale;

/// What one rung changes against the rung that it stands on.
///
/// @param rung the rung's id
/// @param against the id of the rung that it stands on
/// @param paired the two on the same samples
public record LadderStep(String rung, String against, Paired paired) {
    /// The rung that one differs from by a single stage.
    static String below(String rung) {
        return switch (rung) {
            case "weights" -> "folded";
            case "simulated", "dequantized" -> "weights";
            case "integer" -> "simulated";
            case Ladder.ONNX_RUNTIME, Ladder.ONNX_RUNTIME_EXACT, "tflite", Ladder.SATURATED,
                    Ladder.SATURATED_ONNXRUNTIME, Ladder.REDUCED_RANGE ->
                "integer";
            default -> Ladder.REFERENCE;
        };
    }

    /// What the stage does, and what that did to the predictions, in one sentence without a full stop.
    public String text() {
        return stage() + ": " + effect();
    }

    private String stage() {
        return switch (rung) {
            case "folded" -> "batch norm folded into the layers";
            case "weights" -> "int8 weights, all else in float";
            case "simulated" -> "int8 activations as well, simulated in float";
            case "integer" -> "the same in integer kernels";
            case "dequantized" -> "the file's codes and biases read back to float";
            case Ladder.ONNX_RUNTIME -> "the file in ONNX Runtime";
            case Ladder.ONNX_RUNTIME_EXACT -> "the file in ONNX Runtime, exact sums";
            case "tflite" -> "the file in TensorFlow Lite";
            case Ladder.SATURATED -> "as oneDNN's kernels compute it without VNNI";
            case Ladder.SATURATED_ONNXRUNTIME -> "as ONNX Runtime computes it without VNNI";
            case Ladder.REDUCED_RANGE -> "quantized with reduce_range instead";
            default -> "the candidate";
        };
    }

    private String effect() {
        int differing = paired.n() - paired.agreeing();
        if (differing == 0) {
            return "every prediction as in " + against;
        }
        String counts =
                String.format(Locale.ROOT, "%,d of %,d predictions differ from %s", differing, paired.n(), against);
        if (!paired.mcNemar().rejects()) {
            return counts + ", no evidence of a change";
        }
        return String.format(
                Locale.ROOT,
                "%s, %,d lost and %,d gained: a change of %+.2f points",
                counts,
                paired.lost(),
                paired.gained(),
                paired.change());
    }

    /// Whether the stage alone changes the accuracy, by the exact McNemar test.
    public boolean isSignificant() {
        return paired.mcNemar().rejects();
    }
}
