package dev.vernier.keras;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;

/// Numbers that are read once, however often their layers are called.
final class SharedWeights implements Weights {
    private final Weights stored;
    private final Map<Place, Tensor> known = new HashMap<>();

    /// What an array is to a layer.
    private record Place(String layer, String role, Shape shape) {}

    SharedWeights(Weights stored) {
        this.stored = stored;
    }

    @Override
    public Tensor read(KerasLayer layer, String role, Shape expected) {
        return known.computeIfAbsent(new Place(layer.path(), role, expected),
                place -> stored.read(layer, role, expected));
    }
}
