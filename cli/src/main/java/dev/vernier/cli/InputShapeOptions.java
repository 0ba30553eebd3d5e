package dev.vernier.cli;

import dev.vernier.model.NamedShape;
import dev.vernier.tensor.Shape;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/// Which shapes a model's inputs are to have instead of those of its file.
final class InputShapeOptions {
    @Option(names = "--input-shape", paramLabel = "[NAME=]SHAPE", description = "Infer the model anew for another input, such as 1,3,224,224; of several inputs image=1,3,224,224, once for "
            + "each.")
    private List<NamedShape> shapes = List.of();

    /// See [NamedShape#byName].
    Map<String, Shape> asked() {
        return NamedShape.byName(shapes);
    }
}
