package dev.vernier.graph;

import dev.vernier.graph.op.TensorType;
import java.util.Objects;

/// A tensor that the caller gives to the graph; its shape may vary with the batch.
public record Input(String name, TensorType type) {
    public Input {
        Objects.requireNonNull(type);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("graph input without a name, needed one");
        }
    }
}
