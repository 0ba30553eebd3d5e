package dev.vernier.data;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// Consecutive samples as a network takes them.
///
/// @param first the index of the first sample in its data set
/// @param x float32 `[n, ...]`
/// @param labels int64 `[n]`, [Sample#UNLABELLED] where none is known
/// @param ids int64 `[n]`, the bits of each [Sample#id()]
/// @param targets of each sample, as [Sample#target()]; none where not all have one
public record Batch(int first, Tensor x, Tensor labels, Tensor ids, List<Tensor> targets) {
    public Batch {
        targets = List.copyOf(targets);
    }

    /// Without targets.
    public Batch(int first, Tensor x, Tensor labels, Tensor ids) {
        this(first, x, labels, ids, List.of());
    }

    public int size() {
        return labels.size();
    }

    /// The samples `from` to `to` (exclusive) of this batch.
    public Batch part(int from, int to) {
        return new Batch(first + from, x.rows(from, to), labels.rows(from, to), ids.rows(from, to),
                targets.isEmpty() ? targets : targets.subList(from, to));
    }
}
