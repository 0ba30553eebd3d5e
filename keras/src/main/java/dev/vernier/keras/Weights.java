package dev.vernier.keras;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;

/// The numbers of layers, as a file keeps them.
interface Weights {
    /// One array of a layer.
    ///
    /// @param role which of [Roles#of]
    /// @param expected the shape that it must have
    /// @throws IllegalArgumentException where it is not there or has another shape
    /// @throws dev.vernier.tensor.InputException where the file is damaged
    Tensor read(KerasLayer layer, String role, Shape expected);
}
