package dev.vernier.pass;

import dev.vernier.graph.Graph;
import java.util.List;

/// What rewriting a graph gave.
///
/// @param patches what was done, in order; the n-th is patch number n, counted from 1
public record Rewriting(Graph graph, List<Patch> patches) {
    public Rewriting {
        patches = List.copyOf(patches);
    }
}
