package dev.vernier.cli.job;

import dev.vernier.judge.OnnxRuntimeEngine;
import dev.vernier.onednn.OneDnnEngine;
import dev.vernier.run.Engine;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.tensor.InputException;
import java.util.Locale;

/// The engines that a user can name.
public enum EngineName {
    ONEDNN,
    REFERENCE,
    ONNXRUNTIME;

    /// @throws InputException where there is no such engine
    public static EngineName parse(String word) {
        return Known.parse("engine", word, values());
    }

    public Engine engine() {
        return switch (this) {
            case ONEDNN -> new OneDnnEngine();
            case REFERENCE -> new ReferenceEngine();
            case ONNXRUNTIME -> new OnnxRuntimeEngine();
        };
    }

    /// An engine that can run every stage of a quantized model.
    ///
    /// @throws InputException where this one cannot
    public Engine forEveryStage() {
        if (this == ONNXRUNTIME) {
            throw new InputException(
                    "engine = onnxruntime runs files only and is a rung of its own, known: onednn, reference");
        }
        return engine();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
