package dev.vernier.tflite;

import dev.vernier.data.Layout;
import dev.vernier.file.Folders;
import dev.vernier.graph.op.Contract;
import dev.vernier.model.Card;
import dev.vernier.model.FileForm;
import dev.vernier.model.InputForm;
import dev.vernier.model.InputShapes;
import dev.vernier.model.Model;
import dev.vernier.model.WritableFormat;
import dev.vernier.pass.Folding;
import dev.vernier.pass.Rewriter;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QdqForm;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

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
    public FileForm form(Path file, InputShapes shapes) {
        Optional<Shape> inputShape = shapes.ofOnly(file);
        TfliteModel written = TfliteReader.read(file, inputShape);
        return new FileForm(QdqForm.of(written.model(), written.notes()),
                new InputForm(Layout.NHWC, written.codes()), inputShape.isPresent(), written.changes(), contract(),
                new FileForm.Origin(OptionalInt.empty(), OptionalInt.empty(), written.producer()));
    }

    /// All outputs of a model, where others than the first may be looked at.
    private static QuantizedModel whole(Model model) {
        List<String> outputs = model.readout().outputs();
        return model.isQuantized()
                ? new QuantizedModel(model.graph().withOutputs(outputs), model.quantization().orElseThrow())
                : new QuantizedModel(Model.within(model.file(),
                        () -> Rewriter.run(model.written().graph().withOutputs(outputs), Folding.standard()).graph()),
                        Quantization.NONE);
    }

    @Override
    public List<String> write(Model model, Path file) {
        QuantizedModel written = whole(model);
        Optional<String> card = model.card()
                .map(beside -> beside.with(beside.preprocess().map(how -> how.in(Layout.NHWC))))
                .map(beside -> beside.text(Card.beside(file)));
        List<String> changes = TfliteWriter.write(written, ends, QdqForm.notesOfFloat(model.written().notes()), file);
        card.ifPresent(text -> Folders.replace(Card.beside(file), text));
        return changes;
    }
}
