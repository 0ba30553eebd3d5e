package dev.vernier.run;

import java.nio.file.Path;
import java.util.Map;

/// Another runtime, which also runs files as they are: a witness of what a deployed model computes.
public interface FileEngine extends Engine {
    /// How the names of the files end that it runs: `.onnx`.
    String ending();

    /// Whether it runs a file of that name.
    default boolean runs(Path model) {
        return model.toString().endsWith(ending());
    }

    /// Opens a file as it is.
    ///
    /// @param options some runtimes take them without taps alone: what a file returns is written in it
    /// @throws dev.vernier.tensor.InputException where the file is no model that Vernier reads
    /// @throws IllegalArgumentException where the runtime does not take the file
    Session openFile(Path model, SessionOptions options);

    /// How often each operator stands in the graph that the runtime really runs, after its optimizations, by its name
    /// without a domain.
    ///
    /// @throws dev.vernier.tensor.InputException where the runtime does not take the file
    Map<String, Integer> optimizedOperators(Path model);
}
