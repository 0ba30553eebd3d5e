package dev.vernier.audit.experiment;

import dev.vernier.tensor.Tensor;
import java.util.function.IntFunction;

/// A model as it is deployed, which may run batches of any size.
///
/// @param name what messages call it
/// @param scores `[n, classes]` of some samples, for a batch size; each sample runs once
public record Batched(String name, IntFunction<Tensor> scores) {}
