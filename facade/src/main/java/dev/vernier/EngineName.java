package dev.vernier;

import dev.vernier.model.Known;
import dev.vernier.onednn.OneDnnEngine;
import dev.vernier.run.Engine;
import dev.vernier.run.FileEngine;
import dev.vernier.run.ReferenceEngine;
import dev.vernier.tensor.InputException;
import dev.vernier.witness.OnnxRuntimeEngine;
import dev.vernier.witness.TfliteEngine;
import dev.vernier.witness.TfliteKernels;
import dev.vernier.witness.Witness;
import java.util.Locale;

/// The engines that a user can name.
public enum EngineName {
    ONEDNN,
    REFERENCE,
    ONNXRUNTIME,
    ONNXRUNTIME_EXACT,
    TFLITE,
    TFLITE_XNNPACK;

    /// @throws InputException where there is no such engine
    public static EngineName parse(String word) {
        return Known.parse("engine", word, values());
    }

    public Engine engine() {
        return switch (this) {
            case ONEDNN -> new OneDnnEngine();
            case REFERENCE -> new ReferenceEngine();
            case ONNXRUNTIME -> new OnnxRuntimeEngine(Witness.AS_IT_COMES);
            case ONNXRUNTIME_EXACT -> new OnnxRuntimeEngine(Witness.EXACT);
            case TFLITE -> new TfliteEngine(TfliteKernels.BUILTIN);
            case TFLITE_XNNPACK -> new TfliteEngine(TfliteKernels.XNNPACK);
        };
    }

    /// An engine that can run every stage of a quantized model.
    ///
    /// @throws InputException where this one cannot
    public Engine forEveryStage() {
        Engine engine = engine();
        if (engine instanceof FileEngine) {
            throw new InputException(
                    "engine = " + this + " runs files only and is a rung of its own, known: onednn, reference");
        }
        return engine;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
