package dev.vernier.audit.ladder;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Every rung that there is: what stands below it, what its stage does and, where a model is deployed in that form, what
/// sentences call it. A new runtime is a constant here.
public enum RungId {
    FLOAT(null, "the candidate", null),
    FOLDED(FLOAT, "batch norm folded into the layers", null),
    WEIGHTS(FOLDED, "int8 weights, all else in float", null),
    SIMULATED(WEIGHTS, "int8 activations as well, simulated in float", null),
    INTEGER(SIMULATED, "the same in integer kernels", "int8"),
    DEQUANTIZED(WEIGHTS, "the file's codes and biases read back to float", null),
    ONNXRUNTIME(INTEGER, "the file in ONNX Runtime", "int8 in ONNX Runtime on this CPU"),
    /// A witness: a form that is gated where it is asked for.
    ONNXRUNTIME_EXACT(INTEGER, "the file in ONNX Runtime, exact sums", "int8 in ONNX Runtime's exact kernels"),
    TFLITE(INTEGER, "the file in TensorFlow Lite", "int8 in TensorFlow Lite"),
    SATURATED(INTEGER, "as oneDNN's kernels compute it without VNNI", null),
    SATURATED_ONNXRUNTIME(INTEGER, "as ONNX Runtime computes it without VNNI", null),
    REDUCE_RANGE(INTEGER, "quantized with reduce_range instead", null),
    /// A float model, or predictions that somebody recorded.
    CANDIDATE(FLOAT, "the candidate", "candidate");

    private final RungId below;
    private final String stage;
    private final String form;

    RungId(RungId below, String stage, String form) {
        this.below = below;
        this.stage = stage;
        this.form = form;
    }

    /// The one of that name; empty for rungs of somebody's own.
    public static Optional<RungId> of(String id) {
        return Arrays.stream(values()).filter(rung -> rung.toString().equals(id)).findFirst();
    }

    /// The rung that it differs from by a single stage; the float one below that and those of somebody's own.
    public static String below(String id) {
        return of(id).map(rung -> rung.below).orElse(FLOAT).toString();
    }

    /// What the stage does, in words without a full stop.
    public static String stage(String id) {
        return of(id).orElse(CANDIDATE).stage;
    }

    /// What sentences call the model that is deployed so; empty where none is.
    public Optional<String> form() {
        return Optional.ofNullable(form);
    }

    /// As answers and options have it: `float`, `onnxruntime-exact`, ...
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
