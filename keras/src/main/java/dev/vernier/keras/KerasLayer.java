package dev.vernier.keras;

import java.util.Optional;

/// A layer as its file describes it.
///
/// @param name within its network
/// @param path its name, behind those of the networks that hold it: `backbone/conv1`
/// @param kind the class of Keras that it is, without the package: `Conv2D`
/// @param isLayer whether it is one, rather than a function that stands among them
/// @param settings of the layer
/// @param stored where a `.keras` file keeps its numbers: `layers/functional/layers/conv2d`
/// @param network of a layer that is one itself
record KerasLayer(String name, String path, String kind, boolean isLayer, Settings settings, String stored,
        Optional<Network> network) {
    /// Whether its numbers are trained, as far as it is asked itself.
    boolean isTrainable() {
        return settings.flag("trainable", true);
    }

    /// What messages call it.
    String label() {
        return "layer '" + path + "' (" + kind + ")";
    }
}
