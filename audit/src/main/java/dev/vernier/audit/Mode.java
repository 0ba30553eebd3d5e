package dev.vernier.audit;

import dev.vernier.model.Known;
import dev.vernier.tensor.InputException;
import java.util.Locale;

/// What a model computes with.
public enum Mode {
    FLOAT,
    /// Float, on values that codes can hold.
    SIMULATED,
    /// Codes.
    INTEGER;

    /// @throws InputException where there is no such mode
    public static Mode parse(String word) {
        return Known.parse("mode", word, values());
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
