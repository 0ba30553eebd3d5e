package dev.vernier.conformance.tflite;

import dev.vernier.file.TemporaryPath;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Tensor;
import dev.vernier.tflite.TfliteModel;
import dev.vernier.tflite.TfliteReader;
import dev.vernier.tflite.TfliteWriter;
import dev.vernier.witness.TfliteEngine;
import dev.vernier.witness.TfliteKernels;
import dev.vernier.witness.TfliteSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.Tensor.Vector;

/// A model in a TensorFlow Lite file, which is gone when this is closed.
final class Written implements AutoCloseable {
    private final TemporaryPath folder = TemporaryPath.folder();
    private final Path file = folder.path().resolve("written.tflite");

    Written(QuantizedModel model, TfliteWriter.Ends ends) {
        TfliteWriter.write(model, ends, Map.of(), file);
    }

    /// As Vernier reads it.
    TfliteModel back() {
        return TfliteReader.read(file);
    }

    /// The file's outputs in TensorFlow Lite, as reals.
    Map<String, Tensor> outputs(TfliteKernels kernels, Map<String, Tensor> samples) {
        try (TfliteSession session = new TfliteEngine(kernels).openFile(file, SessionOptions.DEFAULT)) {
            return session.run(samples);
        }
    }

    /// What its own kernels make of those tensors, as it stands in the file.
    Map<String, Tensor> codes(Map<String, Tensor> samples, Set<String> tensors) {
        SessionOptions tapped = SessionOptions.DEFAULT.withTaps(tensors);
        try (TfliteSession session = new TfliteEngine(TfliteKernels.BUILTIN).openFile(file, tapped)) {
            return session.codes(samples);
        }
    }

    /// The names of all tensors that operators make.
    Set<String> made() {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        SubGraph graph = Model.getRootAsModel(ByteBuffer.wrap(bytes)).subgraphs(0);
        Vector tensors = graph.tensorsVector();
        Set<String> made = new TreeSet<>();
        for (int node = 0; node < graph.operatorsLength(); node++) {
            for (int output = 0; output < graph.operators(node).outputsLength(); output++) {
                made.add(tensors.get(graph.operators(node).outputs(output)).name());
            }
        }
        return made;
    }

    @Override
    public void close() {
        folder.close();
    }
}
