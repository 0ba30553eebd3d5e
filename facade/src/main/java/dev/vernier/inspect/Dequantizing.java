package dev.vernier.inspect;

import dev.vernier.Vernier;
import dev.vernier.file.FileContent;
import dev.vernier.graph.Graph;
import dev.vernier.model.InputShapes;
import dev.vernier.model.Model;
import dev.vernier.quant.QdqForm;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.InputException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// A quantized file read back to float.
///
/// @param model whose graph has the values of its codes
/// @param dequantized the same as a float model
public record Dequantizing(Path file, QuantizedModel model, Model dequantized) {
    /// @throws InputException where the file is missing, malformed or not quantized
    public static Dequantizing of(Path file, InputShapes shapes) {
        Model source = Model.read(file, Vernier.form(file, shapes));
        if (!source.isQuantized()) {
            throw new InputException(file + ": a float model, needed a quantized one");
        }
        Map<String, String> notes = new LinkedHashMap<>(QdqForm.notesOfFloat(source.written().notes()));
        notes.put("vernier.dequantized", file.getFileName().toString());
        notes.put("vernier.dequantized.sha256", FileContent.of(file).sha256());
        return new Dequantizing(file, source.quantized(), source.dequantized(notes));
    }

    /// Writes the float model, and the card of the quantized file, if it has one, beside it.
    ///
    /// @throws InputException where it cannot be written
    public void write(Path output) {
        Vernier.standard().write(dequantized, output);
    }

    public int weights() {
        return model.quantization().weights(model.graph()).parameters().size();
    }

    /// The biases that were int32.
    public int biases() {
        Graph graph = model.graph();
        Quantization constants = model.quantization().only(graph::isConstant);
        return constants.parameters().size() - weights();
    }

    public int activations() {
        return model.quantization().activations(model.graph()).parameters().size();
    }
}
