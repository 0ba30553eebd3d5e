package dev.vernier.audit.experiment;

import dev.vernier.data.Loader;
import dev.vernier.graph.Graph;
import dev.vernier.stats.Predictions;
import java.util.Optional;

/// Runs classifiers on samples.
@FunctionalInterface
public interface Runner {
    /// @param task what is tried, as progress calls it
    /// @throws IllegalArgumentException where the graph cannot be run
    /// @throws dev.vernier.tensor.InputException where the samples do not suit it
    Predictions predict(String task, Graph graph, Loader samples);

    /// The same; empty where that cannot be.
    default Optional<Predictions> attempt(String task, Graph graph, Loader samples) {
        try {
            return Optional.of(predict(task, graph, samples));
        } catch (IllegalArgumentException | dev.vernier.tensor.InputException unfit) {
            return Optional.empty();
        }
    }
}
