package dev.vernier.witness;

import dev.vernier.file.TemporaryPath;
import dev.vernier.graph.Graph;
import dev.vernier.run.FileEngine;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.InputException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// TensorFlow Lite on the CPU. Its library is unpacked and loaded when the first session opens. It prints nothing: its
/// errors come as exceptions, in its own words. A file is verified before anything of it runs.
public final class TfliteEngine implements FileEngine {
    private final TfliteKernels kernels;
    private final Optional<Writing> writing;

    /// Writes a graph as a file that TensorFlow Lite takes, with the graph's names for its inputs, outputs and other
    /// tensors.
    @FunctionalInterface
    public interface Writing {
        /// @throws IllegalArgumentException where TensorFlow Lite has no operators for the graph
        void write(Graph graph, Path file);
    }

    /// For files alone.
    public TfliteEngine(TfliteKernels kernels) {
        this(kernels, Optional.empty());
    }

    /// For graphs, too.
    public TfliteEngine(TfliteKernels kernels, Writing writing) {
        this(kernels, Optional.of(writing));
    }

    private TfliteEngine(TfliteKernels kernels, Optional<Writing> writing) {
        this.kernels = kernels;
        this.writing = writing;
    }

    @Override
    public String name() {
        return kernels.toString();
    }

    /// Opens the graph as a file, which is gone when the session is open.
    ///
    /// @throws IllegalArgumentException where there is nothing that writes it, too
    @Override
    public TfliteSession open(Graph graph, SessionOptions options) {
        Writing written = writing.orElseThrow(() -> new IllegalArgumentException(
                "engine " + name() + " runs files as they are, needed a .tflite file"));
        try (TemporaryPath folder = TemporaryPath.folder()) {
            Path file = folder.path().resolve("model" + ending());
            written.write(graph, file);
            return openFile(file, options);
        }
    }

    /// Opens a file as it is. Taps are any of its tensors, also those that it holds and those that a delegate computes.
    ///
    /// @throws LinkageError where the library does not load here
    @Override
    public TfliteSession openFile(Path model, SessionOptions options) {
        return TfliteSession.open(TfliteModel.read(model, kernels), options);
    }

    /// By their names in TensorFlow Lite's schema; what XNNPACK took is `CONV_2D in TfLiteXNNPackDelegate`.
    @Override
    public Map<String, Integer> optimizedOperators(Path model) {
        try (TfliteModel file = TfliteModel.read(model, kernels);
                TfliteInterpreter interpreter = file.interpreter(kernels, 1, false)) {
            interpreter.allocate();
            return interpreter.nodes().counts();
        } catch (IllegalArgumentException refused) {
            throw new InputException(model + ": " + refused.getMessage(), refused);
        }
    }

    @Override
    public String ending() {
        return ".tflite";
    }
}
