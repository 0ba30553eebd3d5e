package dev.vernier.inspect;

import dev.vernier.file.FileContent;
import dev.vernier.file.Folders;
import dev.vernier.graph.Graph;
import dev.vernier.model.Card;
import dev.vernier.model.InputShapes;
import dev.vernier.model.Model;
import dev.vernier.onnx.OnnxFormat;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.OnnxWriter;
import dev.vernier.quant.QdqForm;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// A quantized file read back to float.
///
/// @param model whose graph has the values of its codes
/// @param notes that hold for the float graph, too
public record Dequantizing(Path file, QuantizedModel model, Map<String, String> notes) {
    /// @throws InputException where the file is missing, malformed or not quantized
    public static Dequantizing of(Path file, InputShapes shapes) {
        OnnxModel written = OnnxFormat.open(file, shapes);
        QuantizedModel model = Model.lift(file, OnnxFormat.form(written))
                .orElseThrow(() -> new InputException(file + ": a float model, needed a quantized one"));
        Map<String, String> notes = new LinkedHashMap<>(QdqForm.notesOfFloat(written.metadata()));
        notes.put("vernier.dequantized", file.getFileName().toString());
        notes.put("vernier.dequantized.sha256", FileContent.of(file).sha256());
        return new Dequantizing(file, model, notes);
    }

    /// Writes the float graph, and the card of the quantized file, if it has one, beside it.
    ///
    /// @throws InputException where it cannot be written
    public void write(Path output) {
        Model.within(file, () -> {
            OnnxWriter.write(model.graph(), notes, output);
            return output;
        });
        Path card = Card.beside(file);
        if (Files.isRegularFile(card)) {
            try {
                Folders.replace(Card.beside(output), Files.readString(card));
            } catch (IOException unreadable) {
                throw new InputException(card + ": " + unreadable.getMessage() + ", needed a card in UTF-8",
                        unreadable);
            }
        }
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
