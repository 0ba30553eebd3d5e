package dev.vernier.model;

import dev.vernier.data.ModelInput;
import dev.vernier.data.ModelInputs;
import dev.vernier.data.Preprocess;
import dev.vernier.file.FileContent;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Input;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Cast;
import dev.vernier.pass.Folding;
import dev.vernier.pass.Rewriter;
import dev.vernier.quant.QdqForm;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/// A network with what belongs to it: its float graph, what quantizes it, what its file says of itself, and what lies
/// beside that.
///
/// @param file what messages call it: its file or, where it has none, what it was made from
/// @param graph the float graph; of a quantized model the one that its codes stand for
/// @param quantization of a quantized model
/// @param written what a file of it holds, as it is
/// @param form what the file's input is where it is not the graph's
/// @param reshaped whether it takes other samples than the file: another shape was asked for, or its type is not run here
/// @param changes what was read otherwise than it is written, a line each
/// @param content the file's size and hash; empty where it has no file
/// @param card what lies beside the file
/// @param readout the output that is looked at, the first one of both graphs
public record Model(
        Path file,
        Graph graph,
        Optional<Quantization> quantization,
        QdqForm written,
        InputForm form,
        boolean reshaped,
        List<String> changes,
        Optional<FileContent> content,
        Optional<Card> card,
        Readout readout) {

    public Model {
        changes = List.copyOf(changes);
    }

    /// A model as a file of some format holds it.
    ///
    /// @throws InputException where it is malformed, or has an input that does not hold samples
    public static Model read(Path file, FileForm form) {
        QdqForm written = form.written();
        Optional<QuantizedModel> lifted = lift(file, written).map(quantized -> quantized.by(form.contract()));
        Graph graph = lifted.map(QuantizedModel::graph).orElse(written.graph());
        Optional<Card> card = Card.find(file);
        requireSamples(file, inputs(file, graph, card));
        Readout readout = within(file, () -> Readout.of(graph, Optional.empty(),
                card.map(known -> known.labels().size()).orElse(0)));
        return new Model(file, graph, lifted.map(QuantizedModel::quantization), written,
                form.input(), form.isReshaped(), form.changes(), Optional.of(FileContent.of(file)), card, readout)
                .first(readout);
    }

    /// The same, of which another output is looked at, or another thing measured.
    ///
    /// @throws InputException where there is no such output, or the metric does not suit it
    public Model read(Optional<String> output, Optional<Metric> metric) {
        return named(() -> {
            Readout chosen = output.map(name -> Readout.of(graph.withOutputs(readout.outputs()), output, 0))
                    .orElse(readout);
            return first(metric.map(chosen::by).orElse(chosen));
        });
    }

    /// What was asked of the readout, which does not know the file that messages name.
    private <T> T named(Supplier<T> asked) {
        try {
            return asked.get();
        } catch (InputException unfit) {
            throw new InputException(file + ": " + unfit.getMessage(), unfit);
        }
    }

    private Model first(Readout chosen) {
        return new Model(file, graph.withOutputs(chosen.first()), quantization,
                new QdqForm(written.graph().withOutputs(chosen.first()), written.notes()), form, reshaped, changes,
                content,
                card,
                chosen);
    }

    /// The float model that its codes stand for, with other notes.
    ///
    /// @throws IllegalStateException where it is float
    public Model dequantized(Map<String, String> notes) {
        Graph whole = quantized().graph().withOutputs(readout.outputs());
        return new Model(file, graph, Optional.empty(), new QdqForm(whole, notes), form, reshaped, changes, content,
                card,
                readout);
    }

    /// The same with more notes.
    public Model noting(Map<String, String> more) {
        Map<String, String> notes = new LinkedHashMap<>(written.notes());
        notes.putAll(more);
        return new Model(file, graph, quantization,
                new QdqForm(written.graph().withOutputs(readout.outputs()), notes), form, reshaped, changes, content,
                card, readout);
    }

    /// A quantized model that no file holds yet.
    ///
    /// @param source that it was made from
    /// @param provenance how, by key
    /// @param preprocess what its samples went through
    public static Model quantized(Model source, QuantizedModel model, Map<String, String> provenance,
            Preprocess preprocess) {
        List<String> labels = source.card().map(Card::labels).orElse(List.of());
        return new Model(source.file(), model.graph(), Optional.of(model.quantization()),
                written(model, provenance, source.readout().outputs()), InputForm.OF_GRAPH, false, List.of(),
                Optional.empty(),
                Optional.of(new Card(Optional.of(preprocess), labels, OptionalDouble.empty(),
                        source.card().flatMap(Card::input))),
                source.readout());
    }

    private static QdqForm written(QuantizedModel model, Map<String, String> provenance, List<String> outputs) {
        return QdqForm.of(new QuantizedModel(model.graph().withOutputs(outputs), model.quantization()), provenance);
    }

    /// The two values of what a file holds; empty for a float one.
    ///
    /// @throws InputException where it is malformed
    public static Optional<QuantizedModel> lift(Path file, QdqForm written) {
        try {
            return written.isQuantized() ? Optional.of(written.lift()) : Optional.empty();
        } catch (IllegalArgumentException | ArithmeticException | InputException malformed) {
            throw new InputException(file + ": " + malformed.getMessage(), malformed);
        }
    }

    /// Does something with a model; what does not fit is told with the file's name.
    ///
    /// @throws InputException where the work throws an [IllegalArgumentException] or [ArithmeticException]
    public static <T> T within(Path file, Supplier<T> work) {
        try {
            return work.get();
        } catch (IllegalArgumentException | ArithmeticException unfit) {
            throw new InputException(file + ": " + unfit.getMessage(), unfit);
        }
    }

    /// The size and hash of the file that it was read from.
    ///
    /// @throws IllegalStateException where it has none
    public FileContent stored() {
        return content.orElseThrow(() -> new IllegalStateException(file + ": not written yet, needed a file"));
    }

    private static ModelInputs inputs(Path file, Graph graph, Optional<Card> card) {
        if (graph.inputs().isEmpty()) {
            throw new InputException(file + ": no inputs, needed at least one");
        }
        try {
            return ModelInputs.of(inputs(graph.inputs()), card.flatMap(Card::input));
        } catch (InputException unknown) {
            throw new InputException(Card.beside(file) + ": " + unknown.getMessage(), unknown);
        }
    }

    /// The inputs of a graph as data sets know them.
    public static List<ModelInput> inputs(List<Input> inputs) {
        return inputs.stream()
                .map(input -> new ModelInput(input.name(), input.type().dtype(), input.type().shape())).toList();
    }

    private static void requireSamples(Path file, ModelInputs inputs) {
        ModelInput main = inputs.main();
        int least = inputs.isPreprocessed() ? 2 : 1;
        if (main.shape().rank() < least) {
            throw new InputException(file + ": input '" + main.name() + "' is " + main.type()
                    + ", needed samples along the first axis" + (least > 1 ? ", and their values along others" : ""));
        }
        for (ModelInput input : inputs.further()) {
            Shape shape = input.shape();
            if (shape.rank() < 1 || shape.size(0) != main.shape().size(0)) {
                throw new InputException(file + ": input '" + input.name() + "' is " + input.type()
                        + ", needed the samples along the first axis, as input '" + main.name() + "', " + main.type()
                        + ", has them");
            }
        }
    }

    public String name() {
        return file.getFileName().toString();
    }

    public boolean isQuantized() {
        return quantization.isPresent();
    }

    /// What it takes of each sample.
    public ModelInputs inputs() {
        return inputs(file, graph, card);
    }

    /// The input that preprocessing is for; the only one of most models.
    public Input input() {
        String main = inputs().main().name();
        return graph.inputs().stream().filter(input -> input.name().equals(main)).findFirst().orElseThrow();
    }

    /// How a class follows from what it gives.
    ///
    /// @throws InputException where none does, so that a metric has to be asked for
    public Decision decision() {
        return named(readout::decision);
    }

    private boolean takesWholeNumbers() {
        List<Node> readers = written.graph().consumers().getOrDefault(input().name(), List.of());
        return !readers.isEmpty()
                && readers.stream().allMatch(reader -> reader.op() instanceof Cast(DType to) && to.isInteger());
    }

    /// The card that lies beside the model's file, for a file that takes what the graph takes.
    public Optional<Card> cardInGraph() {
        return card.map(known -> known.with(known.preprocess().map(form::inGraph)));
    }

    /// The number of classes that it tells apart.
    ///
    /// @throws InputException as [#decision]
    public int classes() {
        return decision().classes(readout.width());
    }

    /// The two values of a quantized file.
    ///
    /// @throws IllegalStateException where the file holds a float model
    public QuantizedModel quantized() {
        return new QuantizedModel(graph, quantization.orElseThrow());
    }

    /// The graph whose tensors those of a quantized model correspond to: batch norms, factors and biases folded into the
    /// layers, each of which has a bias of its own. That of a quantized model as it is. Folded anew at each call.
    ///
    /// @throws InputException where constants cannot be folded
    public Graph folded() {
        return isQuantized() ? graph : within(file, () -> Rewriter.run(graph, Folding.standard()).graph());
    }

    /// How samples become the graph's input: as asked, or else as the card says; as they are stored where it takes whole
    /// numbers. Images come out as the graph takes them, whatever the file's layout is ([InputForm#inGraph]).
    ///
    /// @throws InputException where neither says, whole numbers would become others, or several inputs could be meant
    public Preprocess preprocess(Optional<Preprocess> asked) {
        Optional<Preprocess> known = asked.or(() -> card.flatMap(Card::preprocess)).map(form::inGraph);
        ModelInputs inputs = inputs();
        if (!inputs.isPreprocessed()) {
            return raw(known.orElse(Preprocess.RAW));
        }
        if (takesWholeNumbers()) {
            Preprocess how = known.orElse(Preprocess.RAW);
            if (!how.keepsValues()) {
                throw new InputException(file + ": preprocessing " + how + " for input '" + input().name()
                        + "', which takes whole numbers, needed raw, with or without resize, crop, layout and channels");
            }
            return how;
        }
        Preprocess how = known.orElseThrow(() -> Card.missing(file));
        if (!inputs.isSure() && !how.equals(Preprocess.RAW)) {
            throw new InputException(file + ": preprocessing " + how + " for one of the inputs " + inputs
                    + ", needed the name of that in the card: " + Card.beside(file).getFileName()
                    + " with {\"input\": \""
                    + input().name() + "\"}, say; or raw");
        }
        return how;
    }

    private Preprocess raw(Preprocess how) {
        if (!how.equals(Preprocess.RAW)) {
            throw new InputException(file + ": preprocessing " + how + " for input '" + input().name() + "', "
                    + input().type() + ", which is taken as it is, needed raw");
        }
        return how;
    }

    /// The number of parameters: elements of all float constants.
    public static long parameters(Graph graph) {
        return graph.constants().values().stream().filter(value -> value.dtype().isFloat()).mapToLong(Tensor::size)
                .sum();
    }
}
