package dev.vernier.tensor;

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
}
