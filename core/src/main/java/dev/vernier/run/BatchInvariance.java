package dev.vernier.run;

import dev.vernier.graph.Graph;
import dev.vernier.graph.op.Op;

/// Whether a graph computes each sample exactly: every operator does ([Op#isExact()]). No way to compute such a graph gives
/// other bits, so its results cannot depend on how many samples run together, on the kernel, or on the number of threads.
public final class BatchInvariance {
    private BatchInvariance() {}

    public static boolean of(Graph graph) {
        return graph.nodes().stream().allMatch(node -> node.op().isExact());
    }
}
