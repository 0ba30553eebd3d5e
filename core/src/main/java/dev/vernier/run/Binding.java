package dev.vernier.run;

/// A session with memory of the caller's, made by [Session#bind]. It holds nothing of its own, and ends with the session.
@FunctionalInterface
public interface Binding {
    /// Runs the graph on what the inputs' memory holds now, and writes the outputs' memory.
    ///
    /// @throws IllegalStateException where the session is closed
    void run();
}
