package dev.vernier.quant;

import dev.vernier.tensor.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// The words that qconfig files use for the constants of this package: `per_channel` for `PER_CHANNEL`.
public final class Keywords {
    private Keywords() {}

    public static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /// The constant that a word stands for.
    ///
    /// @param known the constants that may stand here
    /// @throws InputException where it is none of them; the message lists their words
    public static <E extends Enum<E>> E parse(String key, String word, List<E> known) {
        return known.stream().filter(constant -> of(constant).equals(word)).findFirst()
                .orElseThrow(() -> new InputException(key + " = " + word + ", known: "
                        + known.stream().map(Keywords::of).collect(Collectors.joining(", "))));
    }

    /// The constant of a type that a word stands for.
    ///
    /// @throws InputException where there is none; the message lists the words
    public static <E extends Enum<E>> E parse(String key, String word, Class<E> type) {
        return parse(key, word, Arrays.asList(type.getEnumConstants()));
    }
}
