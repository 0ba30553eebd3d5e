package dev.vernier.audit.cause;

import dev.vernier.quant.QuantizedModel;
import dev.vernier.stats.Predictions;

/// Runs an int8 model on the samples of the audit.
@FunctionalInterface
public interface Trial {
    /// The predictions of the model in integer kernels.
    ///
    /// @param task what is tried, as progress calls it
    /// @throws IllegalArgumentException where it cannot be run
    Predictions predict(String task, QuantizedModel model);
}
