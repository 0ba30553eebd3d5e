package dev.vernier.onnx;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// The words of ONNX's attributes, an enum constant's name in small letters, and of its operators.
final class AttributeWords {
    private AttributeWords() {}

    /// @throws IllegalArgumentException where no constant is called so; the message lists the known words
    static <E extends Enum<E>> E of(String attribute, Class<E> type, String word) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(attribute + " = " + word + ", known: "
                        + Arrays.stream(type.getEnumConstants()).map(AttributeWords::word)
                                .collect(Collectors.joining(", "))));
    }

    /// The constant of an operator's name, whose words begin with capitals there and are parted by `_` here.
    static <E extends Enum<E>> E named(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> name(constant).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown operator"));
    }

    static String name(Enum<?> constant) {
        return Arrays.stream(constant.name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
