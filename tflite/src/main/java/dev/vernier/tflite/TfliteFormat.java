package dev.vernier.tflite;

import dev.vernier.data.Layout;
import dev.vernier.file.Folders;
import dev.vernier.graph.op.Contract;
import dev.vernier.model.Card;
import dev.vernier.model.InputForm;
import dev.vernier.model.InputShapes;
import dev.vernier.model.Model;
import dev.vernier.model.WritableFormat;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QdqForm;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// TensorFlow Lite files, float and quantized.
public final class TfliteFormat implements WritableFormat {
    private final TfliteWriter.Ends ends;

    /// Files of reals at both ends, as others write them where nobody asks for codes.
    public TfliteFormat() {
        this(TfliteWriter.Ends.REALS);
    }

    /// @param ends of quantized files that are written
    public TfliteFormat(TfliteWriter.Ends ends) {
        this.ends = ends;
    }

    @Override
    public List<String> endings() {
        return List.of(".tflite");
    }

    @Override
    public Contract contract() {
        return Contract.TFLITE;
    }

    @Override
    public QConfig usual() {
        return QConfig.TFLITE;
    }

    @Override
    public Model read(Path file, InputShapes shapes) {
        Optional<Shape> inputShape = shapes.ofOnly(file);
        TfliteModel written = TfliteReader.read(file, inputShape);
        return Model.read(file, QdqForm.of(written.model(), written.notes()),
                new InputForm(Layout.NHWC, written.codes()), inputShape.isPresent(), written.changes()).by(contract());
    }

    @Override
    public void write(Model model, Path file) {
        QuantizedModel written = model.isQuantized() ? model.quantized()
                : new QuantizedModel(model.folded(), Quantization.NONE);
        Optional<String> card = model.card()
                .map(beside -> new Card(beside.preprocess().map(how -> how.in(Layout.NHWC)), beside.labels(),
                        OptionalDouble.empty(), beside.input()))
                .map(beside -> beside.text(Card.beside(file)));
        TfliteWriter.write(written, ends, QdqForm.notesOfFloat(model.written().notes()), file);
        card.ifPresent(text -> Folders.replace(Card.beside(file), text));
    }
}
