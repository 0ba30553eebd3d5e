package dev.vernier.run;

import dev.vernier.tensor.Tensor;
import java.util.Map;

/// A graph made ready to run by one engine. A session is used by one thread at a time and runs on that thread alone;
/// several sessions run side by side.
public interface Session extends AutoCloseable {
    /// Runs the graph on any number of samples. Internally it runs micro-batches of a fixed size, the last one padded with
    /// copies of the last sample, so that no result depends on how the samples were grouped by the caller.
    ///
    /// @param inputs every graph input by name; an axis whose size is n has the same size in all of them
    /// @return every graph output and every tap by name
    /// @throws IllegalArgumentException where an input is missing or has another type; the message names it
    Map<String, Tensor> run(Map<String, Tensor> inputs);

    /// Runs the graph for what a watcher sees: every sample's part of every watched tensor, once. Nothing is copied where
    /// the engine can show its own memory.
    ///
    /// @throws IllegalArgumentException as [#run]
    void watch(Map<String, Tensor> inputs, Watcher watcher);

    @Override
    void close();
}
