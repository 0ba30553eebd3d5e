package dev.vernier.witness;

import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Map;

/// Another runtime as a benchmark meets it: on the CPU, as it comes, on so many threads. The inputs lie ready in its memory
/// and are made once; a run copies nothing in or out.
public sealed interface Peer extends AutoCloseable permits OnnxRuntimePeer, TflitePeer {
    /// The runtime's own.
    String version();

    /// Whether what it runs, after its optimizations, has a convolution at all.
    boolean hasConvolutions();

    /// The convolutions that do not compute on codes from end to end, as it calls them.
    List<String> floatConvolutions();

    /// Runs the model once.
    void run();

    /// Runs the model once and copies what it returns, by name.
    Map<String, Tensor> outputs();

    /// Another one of the same model on the same inputs, which may run beside this one and is closed before it.
    Peer sibling();

    @Override
    void close();
}
