package dev.vernier.speed;

import dev.vernier.EngineName;
import dev.vernier.model.Known;
import dev.vernier.tensor.InputException;
import dev.vernier.witness.Witness;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The other runtimes that speed is compared with.
public enum PeerName {
    ONNXRUNTIME,
    ONNXRUNTIME_EXACT,
    TFLITE,
    TFLITE_XNNPACK;

    /// @throws InputException where there is no such peer
    public static PeerName parse(String word) {
        return Known.parse("against", word, values());
    }

    /// The runtime that an engine stands for; empty for Vernier's own.
    static Optional<PeerName> of(EngineName engine) {
        return Arrays.stream(values()).filter(peer -> peer.name().equals(engine.name())).findFirst();
    }

    /// Whether its int8 sums can saturate on this CPU, where Vernier's and those of the exact peer never do.
    public boolean canSaturate() {
        return this == ONNXRUNTIME && Witness.differ();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
