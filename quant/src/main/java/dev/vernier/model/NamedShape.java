package dev.vernier.model;

import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The shape of one input, as `--input-shape` takes it: `1,3,224,224`, or `image=1,3,224,224`.
///
/// @param input its name, "" for the only one
public record NamedShape(String input, Shape shape) {
    /// @throws InputException where the text is none
    public static NamedShape parse(String text) {
        int equals = text.lastIndexOf('=');
        try {
            Shape shape = Shape.parse("[" + text.substring(equals + 1) + "]");
            if (shape.rank() > 0 && equals != 0) {
                return new NamedShape(text.substring(0, Math.max(equals, 0)), shape);
            }
        } catch (IllegalArgumentException noShape) {
            // falls through to the one message below
        }
        throw new InputException(text + ", needed sizes such as 1,3,224,224, or image=1,3,224,224 of several inputs");
    }

    /// Shapes by the input's name, "" for the only one.
    ///
    /// @throws InputException where one is given twice
    public static Map<String, Shape> byName(List<NamedShape> shapes) {
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
