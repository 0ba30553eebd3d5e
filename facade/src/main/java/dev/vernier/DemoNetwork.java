package dev.vernier;

import dev.vernier.model.Card;
import dev.vernier.tensor.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// The network that comes with Vernier: a ResNet-8 trained on the generated shapes.
public final class DemoNetwork {
    private static final String NAME = "shapes-resnet8.onnx";

    private DemoNetwork() {}

    /// Writes the network and its card into a folder.
    ///
    /// @return the network's file
    /// @throws InputException where the folder cannot be written to
    public static Path unpack(Path folder) {
        Path model = folder.resolve(NAME);
        copy(NAME, model);
        copy(NAME + ".card.json", Card.beside(model));
        return model;
    }

    private static void copy(String resource, Path file) {
        try (InputStream in = DemoNetwork.class.getResourceAsStream("/dev/vernier/demo/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("demo: resource " + resource + " is missing in this build");
            }
            Files.copy(in, file);
        } catch (IOException unwritable) {
            throw new InputException(file + ": cannot be written (" + unwritable.getMessage() + ")", unwritable);
        }
    }
}
