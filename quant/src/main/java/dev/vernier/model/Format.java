package dev.vernier.model;

import java.nio.file.Path;
import java.util.List;

/// A format of model files that are read. Those that are also written are a [WritableFormat].
public interface Format {
    /// How its files' names end: `.onnx`. New files get the first one.
    List<String> endings();

    /// What a file holds.
    ///
    /// @param shapes of its inputs, where others are wanted than the file says
    /// @throws dev.vernier.tensor.InputException where the file is missing, no model, malformed, holds NaN, or takes no
    ///     samples
    FileForm form(Path file, InputShapes shapes);

    /// The same as a model, with the card that lies beside the file.
    ///
    /// @throws dev.vernier.tensor.InputException as [#form]
    default Model read(Path file, InputShapes shapes) {
        return Model.read(file, form(file, shapes));
    }
}
