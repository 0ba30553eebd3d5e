package dev.vernier.tensor;

import java.util.function.Supplier;

/// Something that the user gave (a file, a flag, a data set, a model) is not what is needed. The message is one line,
/// `<where>: <what came>, <what was needed>`, and is shown to the user as it is.
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public InputException(String message) {
        super(message);
    }

    public InputException(String message, Throwable cause) {
        super(message, cause);
    }

    /// Does something with what the user gave, where an argument that does not suit is his.
    ///
    /// @throws InputException with the message of an `IllegalArgumentException`
    public static <T> T given(Supplier<T> work) {
        try {
            return work.get();
        } catch (IllegalArgumentException unsuitable) {
            throw new InputException(unsuitable.getMessage(), unsuitable);
        }
    }
}
