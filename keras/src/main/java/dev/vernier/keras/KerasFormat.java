package dev.vernier.keras;

import dev.vernier.data.Layout;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.op.Contract;
import dev.vernier.model.FileForm;
import dev.vernier.model.Format;
import dev.vernier.model.InputForm;
import dev.vernier.model.InputShapes;
import dev.vernier.quant.QdqForm;
import dev.vernier.tensor.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keras models, float: `.keras` of Keras 3, and `.h5` of Keras 2 and 3. Images are `[n, h, w, c]` there and `[n, c, h, w]` in
/// the graph. Code that a file holds is never run.
public final class KerasFormat implements Format {
    private static final InputForm FORM = new InputForm(Layout.NHWC, Optional.empty());

    @Override
    public List<String> endings() {
        return List.of(".keras", ".h5", ".hdf5");
    }

    /// @param shapes as the file has them, `[n, h, w, c]` of images
    @Override
    public FileForm form(Path file, InputShapes shapes) {
        return new FileForm(new QdqForm(graph(file, shapes.in(FORM)), Map.of()), FORM, true, List.of(),
                Contract.ONEDNN, FileForm.Origin.UNKNOWN);
    }

    private static Graph graph(Path file, InputShapes shapes) {
        KerasFile content = KerasFile.open(file);
        try {
            Network network = NetworkReader.read(content.model());
            Graph graph = new GraphReader(content.weights(network), content.version(), shapes).read(network);
            Inference.types(graph);
            return graph;
        } catch (IllegalArgumentException | ArithmeticException unfit) {
            throw new InputException(file + ": " + String.valueOf(unfit.getMessage()).replaceAll("\\p{Cntrl}", "?"),
                    unfit);
        }
    }
}
