package dev.vernier.cli.job;

import dev.vernier.tensor.InputException;
import java.util.Locale;

/// The other runtimes that speed is compared with.
public enum PeerName {
    ONNXRUNTIME;

    /// @throws InputException where there is no such peer
    public static PeerName parse(String word) {
        return Known.parse("against", word, values());
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
