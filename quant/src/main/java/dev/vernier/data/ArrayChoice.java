package dev.vernier.data;

import dev.vernier.data.DataSpec.Split;
import dev.vernier.file.NpyHeader;
import dev.vernier.tensor.InputException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which arrays of a NumPy file are samples and labels, and how the samples lie there. What is not given follows from the
/// arrays' names, see [ArrayRole].
///
/// @param split which of a training and a test part; empty for the one that is there, or the test part
/// @param x the array of samples; where it is given, labels are those of `y` alone
/// @param y the array of labels or targets
/// @param layout of samples that are images; empty where they lie as the model takes them
/// @param inputs of the model, whose names arrays may have; empty where no model is known. No text says it
public record ArrayChoice(Optional<Split> split, Optional<String> x, Optional<String> y, Optional<Layout> layout,
        Optional<ModelInputs> inputs) {
    /// By the arrays' names.
    public static final ArrayChoice BY_NAME =
            new ArrayChoice(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /// For no model.
    public ArrayChoice(Optional<Split> split, Optional<String> x, Optional<String> y, Optional<Layout> layout) {
        this(split, x, y, layout, Optional.empty());
    }

    private static final Pattern AT_THE_END =
            Pattern.compile("(?::(?<split>train|test))?(?::(?<keys>(?:x|y|layout)=[^:]*))?$");
    private static final int MOST_LISTED = 20;
    private static final String SPELLING = "npz:FILE:x=NAME,y=NAME";

    /// Arrays of a file.
    ///
    /// @param further by the names of the inputs that they are for
    record Chosen(String x, Optional<String> y, Map<String, String> further) {}

    /// What the end of a text says: `...:test`, `...:x=NAME,y=NAME,layout=nhwc`, both in this order, or neither.
    ///
    /// @throws IllegalArgumentException where a key or its value is not known
    static ArrayChoice parse(String text) {
        Matcher end = end(text);
        ArrayChoice choice = new ArrayChoice(
                Optional.ofNullable(end.group("split")).map(word -> word.equals("train") ? Split.TRAIN : Split.TEST),
                Optional.empty(), Optional.empty(), Optional.empty());
        String keys = end.group("keys");
        for (String pair : keys == null ? new String[0] : keys.split(",", -1)) {
            choice = choice.with(pair);
        }
        return choice;
    }

    /// Where the choice begins in the text that it ends.
    static int start(String text) {
        return end(text).start();
    }

    private static Matcher end(String text) {
        Matcher end = AT_THE_END.matcher(text);
        if (!end.find()) {
            throw new IllegalStateException(text + ": no end");
        }
        return end;
    }

    private ArrayChoice with(String pair) {
        int equals = pair.indexOf('=');
        String key = equals < 0 ? "" : pair.substring(0, equals);
        Optional<String> value = Optional.of(pair.substring(equals + 1)).filter(name -> !name.isEmpty());
        return switch (value.isPresent() ? key : "") {
            case "x" -> new ArrayChoice(split, value, y, layout);
            case "y" -> new ArrayChoice(split, x, value, layout);
            case "layout" -> new ArrayChoice(split, x, y, value.map(Layout::parse));
            default -> throw new IllegalArgumentException(pair + ", needed x=NAME, y=NAME or layout=nhwc");
        };
    }

    /// The same, in a layout unless it says one.
    ArrayChoice in(Layout stored) {
        return new ArrayChoice(split, x, y, layout.or(() -> Optional.of(stored)), inputs);
    }

    /// The same for a model, whose inputs' names go before all others.
    ArrayChoice taking(ModelInputs those) {
        return new ArrayChoice(split, x, y, layout, Optional.of(those));
    }

    /// The arrays of samples in a part of the data.
    private List<String> samples(Collection<String> names, Optional<Split> part) {
        List<String> rest = rest(names);
        List<String> called = inputs.map(those -> ArrayRole.called(those.main().name(), rest, part)).orElse(List.of());
        return called.isEmpty() ? ArrayRole.SAMPLES.in(rest, part) : called;
    }

    /// The arrays that are not for further inputs.
    private List<String> rest(Collection<String> names) {
        return names.stream().filter(name -> further().noneMatch(input -> ArrayRole.isCalled(input.name(), name)))
                .toList();
    }

    private Stream<ModelInput> further() {
        return inputs.stream().flatMap(those -> those.further().stream());
    }

    /// The choice of the training part, where this one chooses the test part of a file that has both.
    Optional<ArrayChoice> train(Map<String, NpyHeader> arrays) {
        boolean hasTrain = samples(arrays.keySet(), Optional.of(Split.TRAIN)).size() == 1;
        boolean isTest = x.isEmpty() && y.isEmpty() && !split.equals(Optional.of(Split.TRAIN))
                && samples(arrays.keySet(), split).stream()
                        .anyMatch(name -> ArrayRole.split(name).equals(Optional.of(Split.TEST)));
        return isTest && hasTrain
                ? Optional.of(new ArrayChoice(Optional.of(Split.TRAIN), x, y, layout, inputs))
                : Optional.empty();
    }

    /// Chooses among the arrays of a file.
    ///
    /// @param where what messages call the file with this choice
    /// @throws InputException where none or several could be meant; the message lists the arrays
    Chosen among(Map<String, NpyHeader> arrays, String where) {
        x.ifPresent(name -> requireArray(name, arrays, where));
        y.ifPresent(name -> requireArray(name, arrays, where));
        String samples = x
                .or(() -> ArrayRole.only(samples(arrays.keySet(), split), found -> several(where, arrays, found)))
                .orElseThrow(() -> none(arrays, where));
        Optional<String> labels = y.or(() -> x.isPresent()
                ? Optional.empty()
                : ArrayRole.LABELS.beside(samples, rest(arrays.keySet()), found -> several(where, arrays, found)));
        Map<String, String> further = new LinkedHashMap<>();
        further().forEach(input -> further.put(input.name(), ArrayRole
                .only(ArrayRole.calledBeside(samples, input.name(), arrays.keySet()),
                        found -> several(where, arrays, found))
                .orElseThrow(() -> missing(input, arrays, where))));
        return new Chosen(samples, labels, further);
    }

    private InputException none(Map<String, NpyHeader> arrays, String where) {
        return further().findAny().isPresent()
                ? missing(inputs.orElseThrow().main(), arrays, where)
                : new InputException(where + ": no array x of " + split.map(part -> part + " ").orElse("")
                        + "samples among " + listed(arrays)
                        + ", needed one (also images, data, inputs, arr_0; x_test, test_images) or " + SPELLING);
    }

    private InputException missing(ModelInput input, Map<String, NpyHeader> arrays, String where) {
        List<String> names = inputs.orElseThrow().all().stream().map(ModelInput::name).toList();
        return new InputException(where + ": no array for input '" + input.name() + "', " + input.type() + ", among "
                + listed(arrays) + ", needed arrays that are called as the model's inputs: " + String.join(", ", names)
                + "; numpy.savez(FILE, **{" + names.stream().map(name -> "\"" + name + "\": ..")
                        .collect(Collectors.joining(", "))
                + "}) writes them");
    }

    private static void requireArray(String name, Map<String, NpyHeader> arrays, String where) {
        if (!arrays.containsKey(name)) {
            throw new InputException(where + ": no array " + name + ", known: " + listed(arrays));
        }
    }

    private static InputException several(String where, Map<String, NpyHeader> arrays, String found) {
        return new InputException(
                where + ": " + found + " could be meant among " + listed(arrays) + ", needed " + SPELLING);
    }

    private static String listed(Map<String, NpyHeader> arrays) {
        return arrays.isEmpty() ? "no arrays"
                : arrays.entrySet().stream().limit(MOST_LISTED).map(array -> array.getKey() + " " + array.getValue())
                        .collect(Collectors.joining(", "))
                        + (arrays.size() > MOST_LISTED ? " and " + (arrays.size() - MOST_LISTED) + " more" : "");
    }

    /// What [#parse] reads, with the colon before it; empty for [#BY_NAME].
    @Override
    public String toString() {
        StringJoiner keys = new StringJoiner(",", ":", "").setEmptyValue("");
        x.ifPresent(name -> keys.add("x=" + name));
        y.ifPresent(name -> keys.add("y=" + name));
        layout.ifPresent(order -> keys.add("layout=" + order));
        return split.map(part -> ":" + part).orElse("") + keys;
    }
}
