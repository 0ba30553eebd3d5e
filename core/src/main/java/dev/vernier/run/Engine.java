package dev.vernier.run;

import dev.vernier.graph.Graph;

/// Something that runs graphs.
public interface Engine {
    /// The engine's name as users give it: `reference`, `onednn`, ...
    String name();

    /// Prepares a graph for running.
    ///
    /// @throws IllegalArgumentException where the engine cannot run the graph; the message names the nodes
    Session open(Graph graph, SessionOptions options);
}
