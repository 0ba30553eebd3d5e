package dev.vernier.run;

import java.lang.foreign.MemorySegment;

/// Sees tensors while a graph runs, before their memory makes way for others.
@FunctionalInterface
public interface Watcher {
    /// Sees one sample's part of one tensor.
    ///
    /// @param sample its place among the samples of the run
    /// @param values all elements of that part, each once, in an order that the engine chooses; readable during the call only
    void see(String tensor, int sample, MemorySegment values);
}
