package dev.vernier.model;

import dev.vernier.graph.op.Contract;
import dev.vernier.quant.QConfig;
import java.nio.file.Path;

/// A format of model files, in and out.
public interface Format {
    /// How its files' names end: `.onnx`.
    String ending();

    /// How the runtime that its files are made for makes codes of sums.
    Contract contract();

    /// The qconfig that its runtime is best served with.
    QConfig usual();

    /// What a file holds.
    ///
    /// @param shapes of its inputs, where others are wanted than the file says
    /// @throws dev.vernier.tensor.InputException where the file is missing, no model, malformed, holds NaN, or takes no
    ///     samples
    Model read(Path file, InputShapes shapes);

    /// Writes a model, with its notes and a card beside it, to temporary files that are moved into place.
    ///
    /// @throws dev.vernier.tensor.InputException where the file cannot be written
    void write(Model model, Path file);
}
