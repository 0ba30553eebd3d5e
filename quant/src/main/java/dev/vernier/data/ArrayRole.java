package dev.vernier.data;

import dev.vernier.data.DataSpec.Split;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an array of a NumPy file is for, by its name: one of some words, alone or with the part of the data before or behind
/// it, in any case: `x`, `X_test`, `test_images`, `labels`. The positional `arr_0` and `arr_1` are samples and labels where the
/// file has no others.
enum ArrayRole {
    SAMPLES("x", "images", "image", "data", "inputs", "input", "features", "samples"),
    LABELS("y", "labels", "label", "targets", "target");

    private static final Pattern NAME = Pattern.compile(
            "(?:(?<before>train|test|val)_?)?(?<word>.*?)(?:_?(?<behind>train|test|val))?");
    private static final List<List<String>> POSITIONAL = List.of(List.of("arr_0"), List.of("arr_0", "arr_1"));

    private final List<String> words;

    ArrayRole(String... words) {
        this.words = List.of(words);
    }

    /// The part that a name tells; empty where it tells none, or one that is neither of these.
    static Optional<Split> split(String name) {
        return switch (part(name)) {
            case "train" -> Optional.of(Split.TRAIN);
            case "test" -> Optional.of(Split.TEST);
            default -> Optional.empty();
        };
    }

    private static String part(String name) {
        Matcher matcher = matcher(name);
        String before = matcher.group("before");
        String behind = matcher.group("behind");
        return before != null ? before : behind != null ? behind : "";
    }

    private static Matcher matcher(String name) {
        Matcher matcher = NAME.matcher(lower(name));
        if (!matcher.matches()) {
            throw new IllegalStateException(name + ": no name");
        }
        return matcher;
    }

    /// The names that have this role in a part of the data: where none is given, those of no part, or else of the test part,
    /// or else of the training part.
    List<String> in(Collection<String> names, Optional<Split> split) {
        if (split.isPresent()) {
            return of(names, split.get().toString());
        }
        for (String part : List.of("", "test", "train")) {
            List<String> found = of(names, part);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /// The arrays that are called as an input of a model, likewise; of its very name before any of another case or with a
    /// part of the data.
    static List<String> called(String input, Collection<String> names, Optional<Split> split) {
        if (split.isEmpty() && names.contains(input)) {
            return List.of(input);
        }
        for (String part : split.map(one -> List.of(one.toString())).orElse(List.of("", "test", "train"))) {
            List<String> found = called(input, names, part);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    private static List<String> called(String input, Collection<String> names, String part) {
        return names.stream().filter(name -> part(name).equals(part) && word(name).equals(lower(input))).toList();
    }

    /// The arrays that are called as an input in the same part of the data as another array, or else that have its very
    /// name.
    static List<String> calledBeside(String other, String input, Collection<String> names) {
        List<String> found = part(other).isEmpty() && names.contains(input)
                ? List.of(input)
                : called(input, names, part(other));
        return found.isEmpty() && names.contains(input) ? List.of(input) : found;
    }

    /// Whether an array is called as an input, in any part of the data.
    static boolean isCalled(String input, String name) {
        return name.equals(input) || word(name).equals(lower(input));
    }

    private List<String> of(Collection<String> names, String part) {
        if (part.isEmpty() && POSITIONAL.contains(names.stream().sorted().toList())) {
            return names.stream().filter(("arr_" + ordinal())::equals).toList();
        }
        List<String> exact = names.stream().filter(name -> part.isEmpty() && name.equals(words.getFirst())).toList();
        return !exact.isEmpty() ? exact
                : names.stream().filter(name -> part(name).equals(part) && words.contains(word(name))).toList();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String word(String name) {
        return matcher(name).group("word");
    }

    /// The one name that has this role; empty where there is none.
    ///
    /// @param several what is thrown where there are more, by their names
    Optional<String> one(Collection<String> names, Optional<Split> split,
            Function<String, ? extends RuntimeException> several) {
        return only(in(names, split), several);
    }

    /// The name that has this role in the same part of the data as another array; empty where there is none.
    Optional<String> beside(String other, Collection<String> names,
            Function<String, ? extends RuntimeException> several) {
        return only(of(names, part(other)), several);
    }

    /// @param several what is thrown where there are more, by their names
    static Optional<String> only(List<String> found, Function<String, ? extends RuntimeException> several) {
        if (found.size() > 1) {
            throw several.apply(String.join(" and ", found.stream().sorted().toList()));
        }
        return found.stream().findFirst();
    }
}
