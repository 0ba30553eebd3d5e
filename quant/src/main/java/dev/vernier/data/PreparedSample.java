package dev.vernier.data;

import dev.vernier.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/// A sample as a network takes it.
///
/// @param x float32 where it was preprocessed, without the batch axis
/// @param label as [Sample#label()]
/// @param id as [Sample#id()]
/// @param target as [Sample#target()]
/// @param further as [Sample#further()]
record PreparedSample(Tensor x, int label, long id, Optional<Tensor> target, Map<String, Tensor> further) {
    /// How much memory its tensors take.
    long bytes() {
        return x.segment().byteSize()
                + further.values().stream().mapToLong(tensor -> tensor.segment().byteSize()).sum();
    }
}
