package dev.vernier.data;

import dev.vernier.tensor.Tensor;
import java.util.Optional;

/// A sample as a network takes it.
///
/// @param x float32, without the batch axis
/// @param label as [Sample#label()]
/// @param id as [Sample#id()]
/// @param target as [Sample#target()]
record PreparedSample(Tensor x, int label, long id, Optional<Tensor> target) {}
