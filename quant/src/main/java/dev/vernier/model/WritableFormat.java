package dev.vernier.model;

import dev.vernier.graph.op.Contract;
import dev.vernier.quant.QConfig;
import java.nio.file.Path;
import java.util.List;

/// A format whose files are written too, and give what was written when they are read back.
public interface WritableFormat extends Format {
    /// How the runtime that its files are made for makes codes of sums.
    Contract contract();

    /// The qconfig that its runtime is best served with.
    QConfig usual();

    /// Writes a model, with its notes and a card beside it, to temporary files that are moved into place.
    ///
    /// @return what was written otherwise than the model has it, a line each
    /// @throws dev.vernier.tensor.InputException where the file cannot be written
    List<String> write(Model model, Path file);
}
