package dev.vernier.model;

import dev.vernier.graph.Input;
import dev.vernier.tensor.Shape;
import java.util.List;
import java.util.Map;

/// Which shapes a model's inputs get instead of those that its file declares.
@FunctionalInterface
public interface InputShapes {
    /// None.
    InputShapes DECLARED = declared -> Map.of();

    /// @param declared the inputs of the file; every axis that it leaves open is n
    /// @return by name; "" stands for the only input. The first axis stays n where the file leaves it open
    /// @throws dev.vernier.tensor.InputException where they cannot be known
    Map<String, Shape> of(List<Input> declared);

    /// Those that were asked for.
    static InputShapes given(Map<String, Shape> shapes) {
        return declared -> shapes;
    }
}
