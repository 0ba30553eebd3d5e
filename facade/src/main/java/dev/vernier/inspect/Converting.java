package dev.vernier.inspect;

import dev.vernier.Vernier;
import dev.vernier.model.InputShapes;
import dev.vernier.model.Model;
import dev.vernier.tensor.Counted;
import dev.vernier.tensor.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// A model that was written in another format.
///
/// @param source what was read
/// @param output where it was written
public record Converting(Model source, Path output) {
    /// Reads a model and writes it, with a note of where it comes from. What is read or written otherwise than it stands there
    /// is told.
    ///
    /// @param shapes of inputs by name, "" for the only one, where others are asked for than the file says
    /// @throws dev.vernier.tensor.InputException where the file is missing or malformed, or the other format lacks what it needs
    public static Converting run(Vernier vernier, Path model, Map<String, Shape> shapes, Path output) {
        Model source = vernier.read(model, InputShapes.given(shapes));
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put("vernier.converted", source.name());
        notes.put("vernier.converted.sha256", source.stored().sha256());
        vernier.write(source.noting(notes), output);
        return new Converting(source, output);
    }

    /// What was done, in a line.
    public String text() {
        return output + ": " + new Counted(source.graph().nodes().size(), "node") + " of " + source.name() + ", "
                + (source.isQuantized()
                        ? new Counted(source.quantized().quantization().parameters().size(), "tensor") + " as codes"
                        : "float");
    }
}
