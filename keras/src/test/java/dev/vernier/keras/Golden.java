package dev.vernier.keras;

import dev.vernier.file.Npz;
import dev.vernier.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// The models beside `golden.py`, which wrote them with Keras, and what Keras gives.
final class Golden {
    static final List<String> FILES = List.of("convolutions.keras", "pools.keras", "activations.keras", "images.keras",
            "sequences.keras", "nested.keras", "nested.h5", "nested-keras2.h5", "plain.keras", "plain.h5",
            "activations-keras2.h5", "packed.h5");

    private Golden() {}

    /// A model, written to a folder.
    static Path file(String name, Path folder) throws IOException {
        return Files.write(folder.resolve(name), bytes(name));
    }

    static byte[] bytes(String name) throws IOException {
        try (InputStream stream = Golden.class.getResourceAsStream(name.endsWith(".h5") ? name + ".gz" : name)) {
            return name.endsWith(".h5") ? new GZIPInputStream(stream).readAllBytes() : stream.readAllBytes();
        }
    }

    /// x, and each output by the name of its layer.
    static Map<String, Tensor> expected(String name, Path folder) throws IOException {
        String stem = name.substring(0, name.indexOf('.'));
        boolean hasOwn = Golden.class.getResource(stem + ".npz") != null;
        try (InputStream stream =
                Golden.class.getResourceAsStream((hasOwn ? stem : stem.replace("-keras2", "")) + ".npz")) {
            return Npz.read(Files.write(folder.resolve(stem + ".npz"), stream.readAllBytes()));
        }
    }
}
