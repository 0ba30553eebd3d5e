package dev.vernier.model;

import dev.vernier.graph.Input;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which shapes a model's inputs get instead of those that its file declares.
@FunctionalInterface
public interface InputShapes {
    /// None.
    InputShapes DECLARED = declared -> Map.of();

    /// @param declared the inputs of the file; every axis that it leaves open is n
    /// @return by name; "" stands for the only input. The first axis stays n where the file leaves it open
    /// @throws InputException where they cannot be known
    Map<String, Shape> of(List<Input> declared);

    /// The same for a file whose inputs are others than the graph's; what is declared and returned is the file's.
    default InputShapes in(InputForm form) {
        return this;
    }

    /// That of the only input, for formats whose files have one and say all sizes of it.
    ///
    /// @param file as messages call it
    /// @throws InputException where shapes are asked for by name
    default Optional<Shape> ofOnly(Path file) {
        Map<String, Shape> asked = of(List.of());
        asked.keySet().stream().filter(name -> !name.isEmpty()).findFirst().ifPresent(name -> {
            throw new InputException(file + ": shape for input '" + name
                    + "', needed that of the only input, without a name");
        });
        return Optional.ofNullable(asked.get(""));
    }

    /// Those that were asked for.
    static InputShapes given(Map<String, Shape> shapes) {
        return declared -> shapes;
    }
}
