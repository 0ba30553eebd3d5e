package dev.vernier.data;

import dev.vernier.tensor.Tensor;

/// A sample as a network takes it.
///
/// @param x float32, without the batch axis
/// @param label as [Sample#label()]
/// @param id as [Sample#id()]
record PreparedSample(Tensor x, int label, long id) {}
