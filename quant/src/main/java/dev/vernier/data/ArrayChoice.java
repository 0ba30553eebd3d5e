package dev.vernier.data;

import dev.vernier.data.DataSpec.Split;
import dev.vernier.file.NpyHeader;
import dev.vernier.tensor.InputException;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which arrays of a NumPy file are samples and labels, and how the samples lie there. What is not given follows from the
/// arrays' names, see [ArrayRole].
///
/// @param split which of a training and a test part; empty for the one that is there, or the test part
/// @param x the array of samples; where it is given, labels are those of `y` alone
/// @param y the array of labels or targets
/// @param layout of samples that are images; empty where they lie as the model takes them
public record ArrayChoice(Optional<Split> split, Optional<String> x, Optional<String> y, Optional<Layout> layout) {
    /// By the arrays' names.
    public static final ArrayChoice BY_NAME =
            new ArrayChoice(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final Pattern AT_THE_END =
            Pattern.compile("(?::(?<split>train|test))?(?::(?<keys>(?:x|y|layout)=[^:]*))?$");
    private static final int MOST_LISTED = 20;
    private static final String SPELLING = "npz:FILE:x=NAME,y=NAME";

    /// Two arrays of a file.
    record Chosen(String x, Optional<String> y) {}

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
        return new ArrayChoice(split, x, y, layout.or(() -> Optional.of(stored)));
    }

    /// The choice of the training part, where this one chooses the test part of a file that has both.
    Optional<ArrayChoice> train(Map<String, NpyHeader> arrays) {
        boolean hasTrain = ArrayRole.SAMPLES.in(arrays.keySet(), Optional.of(Split.TRAIN)).size() == 1;
        boolean isTest = x.isEmpty() && y.isEmpty() && !split.equals(Optional.of(Split.TRAIN))
                && ArrayRole.SAMPLES.in(arrays.keySet(), split).stream()
                        .anyMatch(name -> ArrayRole.split(name).equals(Optional.of(Split.TEST)));
        return isTest && hasTrain
                ? Optional.of(new ArrayChoice(Optional.of(Split.TRAIN), x, y, layout))
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
                .or(() -> ArrayRole.SAMPLES.one(arrays.keySet(), split, found -> several(where, arrays, found)))
                .orElseThrow(() -> new InputException(where + ": no array x of "
                        + split.map(part -> part + " ").orElse("") + "samples among " + listed(arrays)
                        + ", needed one (also images, data, inputs, arr_0; x_test, test_images) or " + SPELLING));
        Optional<String> labels = y.or(() -> x.isPresent()
                ? Optional.empty()
                : ArrayRole.LABELS.beside(samples, arrays.keySet(), found -> several(where, arrays, found)));
        return new Chosen(samples, labels);
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
