package dev.vernier.audit;

import dev.vernier.run.FileEngine;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/// Other runtimes: ONNX Runtime, as it comes and without 16-bit sums, which saturate on some CPUs, and TensorFlow Lite.
///
/// @param differ whether ONNX Runtime's two give different results on this machine
public record Witnesses(FileEngine asItComes, FileEngine exact, FileEngine tflite, BooleanSupplier differ) {
    /// The one that runs a file as people deploy it.
    FileEngine of(Path file) {
        return tflite.runs(file) ? tflite : asItComes;
    }

    /// Whether ONNX Runtime's two differ here; not where the runtime does not run at all.
    boolean areDifferent() {
        try {
            return differ.getAsBoolean();
        } catch (IllegalArgumentException | LinkageError absent) {
            return false;
        }
    }
}
