package dev.vernier.onednn;

import java.util.Optional;

/// What a step makes beyond its own node: the tensor that it writes, and the activation that it applies before.
///
/// @param output the name of the tensor written; the activation's output where there is one
record Fusion(String output, Optional<Activation> activation) {
    static Fusion none(String output) {
        return new Fusion(output, Optional.empty());
    }

    void applyTo(PrimitiveAttributes attributes) {
        activation.ifPresent(attributes::then);
    }
}
