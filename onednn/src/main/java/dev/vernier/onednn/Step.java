package dev.vernier.onednn;

/// One thing that a plan does; it belongs to no session and holds no activations.
@FunctionalInterface
interface Step {
    /// The same on one session's memory. What it returns is run often and should allocate nothing; it throws
    /// [IllegalArgumentException] where a value cannot be computed, with a message that names the node or tensor.
    Runnable on(Workspace workspace);
}
