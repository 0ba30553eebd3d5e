package dev.vernier.onnx;

import dev.vernier.file.Folders;
import dev.vernier.graph.op.Contract;
import dev.vernier.model.Card;
import dev.vernier.model.FileForm;
import dev.vernier.model.InputForm;
import dev.vernier.model.InputShapes;
import dev.vernier.model.Model;
import dev.vernier.model.WritableFormat;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QdqForm;
import dev.vernier.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

/// ONNX files, float and with quantize and dequantize nodes.
public final class OnnxFormat implements WritableFormat {
    @Override
    public List<String> endings() {
        return List.of(".onnx");
    }

    /// That of oneDNN, which runs a file's graph here; ONNX Runtime's own codes differ in about one of 100,000.
    @Override
    public Contract contract() {
        return Contract.ONEDNN;
    }

    @Override
    public QConfig usual() {
        return QConfig.X86;
    }

    @Override
    public FileForm form(Path file, InputShapes shapes) {
        AtomicBoolean reshaped = new AtomicBoolean();
        OnnxModel written = OnnxReader.read(file, declared -> {
            Map<String, Shape> others = shapes.of(declared);
            reshaped.set(!others.isEmpty());
            return others;
        });
        return new FileForm(new QdqForm(written.graph(), written.metadata()), InputForm.OF_GRAPH,
                reshaped.get() || written.takesOther(), written.changes(), contract(),
                new FileForm.Origin(OptionalInt.of(written.opset()), OptionalInt.of(written.irVersion()),
                        written.producer()));
    }

    @Override
    public List<String> write(Model model, Path file) {
        Optional<String> card = model.cardInGraph().map(beside -> beside.text(Card.beside(file)));
        OnnxWriter.write(model.written().graph(), model.written().notes(), file);
        card.ifPresent(text -> Folders.replace(Card.beside(file), text));
        return List.of();
    }
}
