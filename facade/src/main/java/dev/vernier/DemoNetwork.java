package dev.vernier;

import dev.vernier.audit.Audit;
import dev.vernier.audit.Equipment;
import dev.vernier.audit.MoreRungs;
import dev.vernier.audit.Quantizing;
import dev.vernier.convert.CalibrationSource;
import dev.vernier.convert.Data;
import dev.vernier.convert.Recipe;
import dev.vernier.data.DataSpec;
import dev.vernier.data.Listener;
import dev.vernier.file.TemporaryPath;
import dev.vernier.model.Card;
import dev.vernier.model.Model;
import dev.vernier.tensor.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/// The network that comes with Vernier: a ResNet-8 trained on the generated shapes.
public final class DemoNetwork {
    private static final String NAME = "shapes-resnet8.onnx";

    private DemoNetwork() {}

    /// Quantizes it and climbs the ladder on generated images.
    ///
    /// @param kept where the int8 model is written; empty where nobody keeps it
    /// @param limit how many images are evaluated
    /// @throws InputException where a file cannot be written
    public static Audit climb(Recipe recipe, CalibrationSource calibration, Equipment equipment, MoreRungs more,
            Optional<Path> kept, int limit, Listener listener) {
        try (TemporaryPath folder = TemporaryPath.folder()) {
            Model source = Vernier.standard().read(unpack(folder.path()));
            listener.note("a network of " + Model.parameters(source.graph())
                    + " parameters on generated images of ten shapes");
            Data shapes = new Data(new DataSpec.Shapes(DataSpec.Split.TEST), OptionalInt.of(limit), calibration,
                    Optional.empty());
            return Quantizing.check(source, shapes, recipe, equipment)
                    .run(kept.orElse(folder.path().resolve("int8.onnx")), more, listener);
        }
    }

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
