package dev.vernier.cli;

import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/// Which shapes a model's inputs are to have instead of those of its file.
final class InputShapeOptions {
    @Option(names = "--input-shape", paramLabel = "[NAME=]SHAPE", description = "Infer the model anew for another input, such as 1,3,224,224; of several inputs image=1,3,224,224, once for "
            + "each.")
    private List<NamedShape> shapes = List.of();

    /// By the input's name, "" for the only one.
    ///
    /// @throws InputException where one is given twice
    Map<String, Shape> asked() {
        Map<String, Shape> asked = new LinkedHashMap<>();
        for (NamedShape given : shapes) {
            if (asked.putIfAbsent(given.input(), given.shape()) != null) {
                throw new InputException("--input-shape: two shapes "
                        + (given.input().isEmpty() ? "of the only input" : "of input " + given.input())
                        + ", needed one of each input");
            }
        }
        return asked;
    }
}
