package dev.vernier.data;

import dev.vernier.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Consecutive samples as a network takes them.
///
/// @param first the index of the first sample in its data set
/// @param x `[n, ...]`: float32 where it was preprocessed, else as the samples hold it
/// @param labels int64 `[n]`, [Sample#UNLABELLED] where none is known
/// @param ids int64 `[n]`, the bits of each [Sample#id()]
/// @param targets of each sample, as [Sample#target()]; none where not all have one
/// @param further what a model takes beside `x`, by its inputs' names, `[n, ...]`
public record Batch(int first, Tensor x, Tensor labels, Tensor ids, List<Tensor> targets,
        Map<String, Tensor> further) {
    public Batch {
        further = Map.copyOf(further);
        targets = List.copyOf(targets);
    }

    /// Without targets and further inputs.
    public Batch(int first, Tensor x, Tensor labels, Tensor ids) {
        this(first, x, labels, ids, List.of(), Map.of());
    }

    public int size() {
        return labels.size();
    }

    /// What a graph with inputs of these names takes: `x` is for the one that nothing further is for.
    public Map<String, Tensor> inputs(List<String> names) {
        Map<String, Tensor> inputs = new HashMap<>();
        for (String name : names) {
            inputs.put(name, further.getOrDefault(name, x));
        }
        return inputs;
    }

    /// The samples `from` to `to` (exclusive) of this batch.
    public Batch part(int from, int to) {
        Map<String, Tensor> parts = new HashMap<>(further);
        parts.replaceAll((name, tensor) -> tensor.rows(from, to));
        return new Batch(first + from, x.rows(from, to), labels.rows(from, to), ids.rows(from, to),
                targets.isEmpty() ? targets : targets.subList(from, to), parts);
    }
}
