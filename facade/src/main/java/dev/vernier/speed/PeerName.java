package dev.vernier.speed;

import dev.vernier.model.Known;
import dev.vernier.tensor.InputException;
import dev.vernier.witness.Witness;

/// The other runtimes that speed is compared with.
public enum PeerName {
    ONNXRUNTIME(Witness.AS_IT_COMES),
    ONNXRUNTIME_EXACT(Witness.EXACT);

    private final Witness witness;

    PeerName(Witness witness) {
        this.witness = witness;
    }

    /// @throws InputException where there is no such peer
    public static PeerName parse(String word) {
        return Known.parse("against", word, values());
    }

    /// Whether its int8 sums can saturate on this CPU, where Vernier's and those of the exact peer never do.
    public boolean canSaturate() {
        return this == ONNXRUNTIME && Witness.differ();
    }

    Witness witness() {
        return witness;
    }

    @Override
    public String toString() {
        return witness.toString();
    }
}
