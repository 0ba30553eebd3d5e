package dev.vernier.keras;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;

/// Those of a `.keras` file, in groups that are named after the classes of the layers.
record StoredWeights(Hdf5Group root) implements Weights {
    private static final String LAYERS = "layers";

    /// What Keras 2 calls the layers of a network in files of this kind.
    private static final String LAYERS_BEFORE = "_layer_checkpoint_dependencies";

    @Override
    public Tensor read(KerasLayer layer, String role, Shape expected) {
        int place = Roles.of(layer).all().indexOf(role);
        return root.data(path(layer.stored()) + "vars/" + place).read(expected);
    }

    private String path(String stored) {
        return root.has(LAYERS) || !root.has(LAYERS_BEFORE) ? stored
                : stored.replace(LAYERS + "/", LAYERS_BEFORE + "/");
    }
}
