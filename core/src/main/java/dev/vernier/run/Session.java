package dev.vernier.run;

import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/// A graph made ready to run by one engine.
///
/// Every method may be called on any thread. One session runs one thing at a time: calls that come while it runs wait.
/// What is to run side by side takes sessions of its own, which [#sibling] opens at little cost.
///
/// A run is computed by the calling thread, and by as many more as [SessionOptions#threads] says.
public interface Session extends AutoCloseable {
    /// Runs the graph on any number of samples, so that no result depends on how the caller grouped them. Unless an engine
    /// knows that a graph computes each sample exactly ([BatchInvariance]), it runs micro-batches of a fixed size, the last one
    /// padded with copies of the last sample.
    ///
    /// @param inputs every graph input by name; an axis whose size is n has the same size in all of them
    /// @return every graph output and every tap by name
    /// @throws IllegalArgumentException where an input is missing or has another type; the message names it
    /// @throws IllegalStateException where the session is closed; one without memory of its own need not notice
    Map<String, Tensor> run(Map<String, Tensor> inputs);

    /// Runs the graph for what a watcher sees: every sample's part of every watched tensor, once. Nothing is copied where
    /// the engine can show its own memory.
    ///
    /// @throws IllegalArgumentException as [#run]
    /// @throws IllegalStateException as [#run]
    void watch(Map<String, Tensor> inputs, Watcher watcher);

    /// Binds the session to memory that is read and written by every run of the binding, which so need not make anything
    /// anew. The memory must stay alive, and may be on the heap or outside it. A session may have several bindings, and
    /// runs otherwise too.
    ///
    /// @param samples how many samples each run has
    /// @param inputs the memory of every graph input by name, laid out as a [Tensor] of that many samples is
    /// @param outputs the same of what [#run] returns
    /// @throws IllegalArgumentException where a tensor is missing, unknown or has memory of another size; the message
    ///     names it
    Binding bind(int samples, Map<String, MemorySegment> inputs, Map<String, MemorySegment> outputs);

    /// Opens another session on what this one has prepared (a compiled plan, weights), which both then share, and all
    /// siblings of either. It has activations of its own and gives the same results; taps and watched tensors are the
    /// same. Each is closed by itself; what they share is released with the last.
    ///
    /// @throws IllegalStateException where this session is closed
    Session sibling();

    /// Gives back the session's memory, after the run under way. Closing it again does nothing.
    @Override
    void close();
}
