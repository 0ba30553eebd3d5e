package dev.vernier.audit.ladder;

import dev.vernier.stats.Predictions;

/// One rung of the [Ladder]: a stage between the float model and the deployed one, and how it did.
public sealed interface Rung {
    /// The stage's name: `float`, `folded`, `weights`, `simulated`, `integer`, `dequantized`, `onnxruntime`,
    /// `onnxruntime-exact`, ...
    String id();

    /// A rung that was climbed.
    record Climbed(String id, Predictions predictions) implements Rung {}

    /// A rung that could not be climbed.
    ///
    /// @param reason one sentence
    record Skipped(String id, String reason) implements Rung {}
}
