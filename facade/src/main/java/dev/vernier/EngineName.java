package dev.vernier;

import dev.vernier.model.Known;
import dev.vernier.onednn.OneDnnEngine;
import dev.vernier.run.Engine;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.tensor.InputException;
import dev.vernier.witness.OnnxRuntimeEngine;
import dev.vernier.witness.Witness;
import java.util.Locale;
import java.util.Optional;

/// The engines that a user can name.
public enum EngineName {
    ONEDNN,
    REFERENCE,
    ONNXRUNTIME,
    ONNXRUNTIME_EXACT;

    /// @throws InputException where there is no such engine
    public static EngineName parse(String word) {
        return Known.parse("engine", word, values());
    }

    public Engine engine() {
        return switch (this) {
            case ONEDNN -> new OneDnnEngine();
            case REFERENCE -> new ReferenceEngine();
            case ONNXRUNTIME, ONNXRUNTIME_EXACT -> new OnnxRuntimeEngine(witness().orElseThrow());
        };
    }

    /// ONNX Runtime's kernels; empty where it is none of its engines.
    public Optional<Witness> witness() {
        return switch (this) {
            case ONEDNN, REFERENCE -> Optional.empty();
            case ONNXRUNTIME -> Optional.of(Witness.AS_IT_COMES);
            case ONNXRUNTIME_EXACT -> Optional.of(Witness.EXACT);
        };
    }

    /// An engine that can run every stage of a quantized model.
    ///
    /// @throws InputException where this one cannot
    public Engine forEveryStage() {
        if (witness().isPresent()) {
            throw new InputException(
                    "engine = " + this + " runs files only and is a rung of its own, known: onednn, reference");
        }
        return engine();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
