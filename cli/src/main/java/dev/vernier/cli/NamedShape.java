package dev.vernier.cli;

import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;

/// The shape of one input, as `--input-shape` takes it: `1,3,224,224`, or `image=1,3,224,224`.
///
/// @param input its name, "" for the only one
record NamedShape(String input, Shape shape) {
    /// @throws InputException where the text is none
    static NamedShape parse(String text) {
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
}
