package dev.vernier.convert;

import dev.vernier.data.DataSpec;
import dev.vernier.data.Dataset;
import dev.vernier.data.Layout;
import dev.vernier.data.Listener;
import dev.vernier.data.Loader;
import dev.vernier.data.ModelInput;
import dev.vernier.data.ModelInputs;
import dev.vernier.data.Preprocess;
import dev.vernier.data.Sample;
import dev.vernier.graph.Input;
import dev.vernier.model.Card;
import dev.vernier.model.InputForm;
import dev.vernier.model.InputShapes;
import dev.vernier.model.Model;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The sizes that a file leaves open, height and width of an image say, as the first sample has them once it is preprocessed.
///
/// @param model the file
/// @param asked shapes that go before, by the input's name; "" stands for the only input
/// @param data the samples
/// @param listener is told what was taken
/// @param form what the file's inputs are where they are not the graph's
public record SampleShapes(Path model, Map<String, Shape> asked, Data data, Listener listener, InputForm form)
        implements
            InputShapes {
    /// For a file whose inputs are the graph's.
    public SampleShapes(Path model, Map<String, Shape> asked, Data data, Listener listener) {
        this(model, asked, data, listener, InputForm.OF_GRAPH);
    }

    public SampleShapes {
        asked = Map.copyOf(asked);
    }

    @Override
    public InputShapes in(InputForm other) {
        return new SampleShapes(model, asked, data, listener, other);
    }

    @Override
    public Map<String, Shape> of(List<Input> inputsOfFile) {
        List<ModelInput> declared = Model.inputs(inputsOfFile.stream().map(input -> new Input(input.name(),
                input.type().with(form.inGraph(input.type().shape())))).toList());
        if (asked.containsKey("")
                || declared.stream().noneMatch(input -> isOpen(input) && !asked.containsKey(input.name()))) {
            return asked;
        }
        Optional<Card> card = Card.find(model);
        ModelInputs inputs = ModelInputs.of(declared, card.flatMap(Card::input));
        Preprocess how =
                form.inGraph(data.preprocess().or(() -> card.flatMap(Card::preprocess)).orElse(Preprocess.RAW));
        DataSpec spec = data.spec().taking(inputs);
        Map<String, Shape> taken = new LinkedHashMap<>();
        First first = First.of(spec.open(), inputs.main(), how, form.layout());
        for (ModelInput input : inputs.all()) {
            if (isOpen(input) && !asked.containsKey(input.name())) {
                taken.put(input.name(), form.inFile(first.shape(input, input.equals(inputs.main()))));
            }
        }
        listener.note(model.getFileName() + ": " + text(taken, declared.size()) + " taken from the samples");
        Map<String, Shape> all = new LinkedHashMap<>(asked);
        all.putAll(taken);
        return all;
    }

    private static String text(Map<String, Shape> taken, int inputs) {
        return inputs == 1
                ? "input shape " + taken.values().iterator().next()
                : "input shapes " + taken.entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static boolean isOpen(ModelInput input) {
        Shape shape = input.shape();
        return IntStream.range(1, shape.rank()).anyMatch(axis -> shape.size(axis) < 0);
    }

    /// The first sample.
    ///
    /// @param prepared its shape once it is preprocessed
    /// @param file the layout in which the file takes images
    private record First(Dataset data, Preprocess how, Sample sample, Shape prepared, Layout file) {
        static First of(Dataset stored, ModelInput main, Preprocess how, Layout file) {
            if (stored.size() == 0) {
                throw new InputException(stored.name() + ": 0 samples, needed at least 1");
            }
            Dataset data = new InputFit(main.sample(), how, file).of(stored.range(0, 1));
            return new First(data, how, data.sample(0), Loader.of(data, how).shape(), file);
        }

        Shape shape(ModelInput input, boolean isMain) {
            Shape given = isMain ? prepared : sample.further().get(input.name()).shape();
            Shape filled = filled(input.sample(), given)
                    .orElseThrow(() -> new InputException(data.name() + ": samples " + given
                            + (isMain ? " after --preprocess " + how : "") + ", needed " + open(input.sample())
                            + " as input '" + input.name() + "', or --input-shape"
                            + (isMain ? advice(input.sample()) : "")));
            int[] sizes = IntStream.concat(IntStream.of(input.shape().size(0)), IntStream.of(filled.sizes()))
                    .toArray();
            return Shape.of(sizes);
        }

        /// What makes images fit whose axes are in another order.
        private String advice(Shape open) {
            Shape stored = sample.image().shape();
            return stored.rank() != 3 ? ""
                    : Stream.of(Layout.NHWC.turned(stored, Layout.NCHW), Layout.NCHW.turned(stored, Layout.NHWC))
                            .flatMap(turned -> filled(open, turned).stream())
                            .map(needed -> new InputFit(needed, how, file).advice(data))
                            .filter(advice -> !advice.isEmpty()).findFirst().orElse("");
        }
    }

    /// The sizes that are given where others are open; empty where one that is not open is another one. Axes of one element may
    /// be missing.
    private static Optional<Shape> filled(Shape open, Shape given) {
        int missing = open.rank() - given.rank();
        long ones = IntStream.of(open.sizes()).filter(size -> size == 1).count();
        if (missing != 0 && missing != ones) {
            return Optional.empty();
        }
        int[] sizes = open.sizes();
        int next = 0;
        for (int axis = 0; axis < sizes.length; axis++) {
            if (missing == 0 || sizes[axis] != 1) {
                int size = given.size(next++);
                if (sizes[axis] >= 0 && sizes[axis] != size) {
                    return Optional.empty();
                }
                sizes[axis] = size;
            }
        }
        return Optional.of(Shape.of(sizes));
    }

    private static String open(Shape shape) {
        StringJoiner text = new StringJoiner(", ", "[", "]");
        IntStream.of(shape.sizes()).forEach(size -> text.add(size < 0 ? "any" : Integer.toString(size)));
        return text.toString();
    }
}
