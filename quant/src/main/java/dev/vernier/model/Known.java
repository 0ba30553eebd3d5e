package dev.vernier.model;

import dev.vernier.tensor.InputException;
import java.util.Arrays;
import java.util.stream.Collectors;

/// Enumerations whose constants users write in lower case.
public final class Known {
    private Known() {}

    /// @throws InputException where no constant is called so; the message lists those that are
    public static <E extends Enum<E>> E parse(String key, String word, E[] known) {
        for (E value : known) {
            if (value.toString().equals(word)) {
                return value;
            }
        }
        throw new InputException(key + " = " + word + ", known: "
                + Arrays.stream(known).map(Enum::toString).collect(Collectors.joining(", ")));
    }
}
