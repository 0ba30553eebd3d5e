package dev.vernier.onednn;

/// One thing that a plan does, on memory that is bound when the plan is complete.
interface Step {
    /// @throws IllegalArgumentException where a value cannot be computed; the message names the node or tensor
    void run();
}
