package dev.vernier.cli.job;

import dev.vernier.data.Preprocess;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.Input;
import dev.vernier.graph.op.TensorType;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.quant.QdqForm;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A classifier as its file holds it, checked as far as that goes without samples.
///
/// @param graph the float graph; of a quantized file the one that its codes stand for
/// @param quantization of a quantized file
/// @param written what the file holds, as it is
/// @param reshaped whether another input shape was asked for than the file says
/// @param content the file's size and hash
/// @param card what lies beside the file
public record SourceModel(
        Path file,
        Graph graph,
        Optional<Quantization> quantization,
        OnnxModel written,
        boolean reshaped,
        FileContent content,
        Optional<Card> card) {

    /// @throws InputException where the file is missing, no model, malformed, holds NaN or is no classifier of one input
    public static SourceModel read(Path file, Optional<Shape> inputShape) {
        OnnxModel written = written(file, inputShape);
        Optional<QuantizedModel> lifted = lift(file, written);
        SourceModel model = new SourceModel(
                file,
                lifted.map(QuantizedModel::graph).orElse(written.graph()),
                lifted.map(QuantizedModel::quantization),
                written,
                inputShape.isPresent(),
                FileContent.of(file),
                Card.find(file));
        model.requireClassifier();
        return model;
    }

    /// What a file holds, inferred anew where another input shape is asked for.
    ///
    /// @throws InputException where the file is missing, no model or malformed, or the shape does not suit it
    static OnnxModel written(Path file, Optional<Shape> inputShape) {
        return inputShape.map(shape -> OnnxReader.read(file, Map.of("", shape)))
                .orElseGet(() -> OnnxReader.read(file));
    }

    /// The two values of a file with quantize and dequantize nodes; empty for any other.
    ///
    /// @throws InputException where it is malformed
    static Optional<QuantizedModel> lift(Path file, OnnxModel written) {
        QdqForm form = new QdqForm(written.graph(), written.metadata());
        try {
            return form.isQuantized() ? Optional.of(form.lift()) : Optional.empty();
        } catch (IllegalArgumentException | ArithmeticException | InputException malformed) {
            throw new InputException(file + ": " + malformed.getMessage(), malformed);
        }
    }

    /// Does something with a model; what does not fit is told with the file's name.
    static <T> T within(Path file, Supplier<T> work) {
        try {
            return work.get();
        } catch (IllegalArgumentException | ArithmeticException unfit) {
            throw new InputException(file + ": " + unfit.getMessage(), unfit);
        }
    }

    private void requireClassifier() {
        if (graph.inputs().size() != 1) {
            throw new InputException(file + ": inputs "
                    + String.join(", ", graph.inputs().stream().map(Input::name).toList()) + ", needed exactly one");
        }
        TensorType type = input().type();
        if (type.dtype() != DType.F32 || type.shape().rank() < 2) {
            throw new InputException(file + ": input '" + input().name() + "' is " + type
                    + ", needed f32 with the samples along the first axis");
        }
        Shape scores = output().shape();
        if (scores.rank() < 2 || scores.size(scores.rank() - 1) < 1) {
            throw new InputException(file + ": output '" + graph.outputs().getFirst() + "' is " + output()
                    + ", needed class scores [n, classes]");
        }
    }

    public String name() {
        return file.getFileName().toString();
    }

    public boolean isQuantized() {
        return quantization.isPresent();
    }

    public Input input() {
        return graph.inputs().getFirst();
    }

    private TensorType output() {
        return within(file, () -> Inference.types(graph).get(graph.outputs().getFirst()));
    }

    /// The number of classes that it tells apart.
    public int classes() {
        Shape scores = output().shape();
        return scores.rank() < 2 ? 1 : scores.count(1, scores.rank());
    }

    /// The two values of a quantized file.
    ///
    /// @throws IllegalStateException where the file holds a float model
    public QuantizedModel quantized() {
        return new QuantizedModel(graph, quantization.orElseThrow());
    }

    /// How samples become the model's input: as asked, or else as the card says.
    ///
    /// @throws InputException where neither says
    public Preprocess preprocess(Optional<Preprocess> asked) {
        return asked.or(() -> card.flatMap(Card::preprocess)).orElseThrow(() -> new InputException(file
                + ": no preprocessing known, needed --preprocess (raw, unit, imagenet, signed or scale=..,mean=..,std=..) or "
                + "a card " + Card.beside(file).getFileName() + " beside the model that says"
                + " {\"preprocess\": {\"scale\": \"1/255\", \"mean\": [..], \"std\": [..]}}"));
    }

    /// The number of parameters: elements of all float constants.
    public static long parameters(Graph graph) {
        return graph.constants().values().stream().filter(value -> value.dtype().isFloat()).mapToLong(Tensor::size)
                .sum();
    }
}
