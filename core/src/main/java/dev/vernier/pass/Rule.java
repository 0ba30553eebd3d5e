package dev.vernier.pass;

import dev.vernier.graph.Node;
import java.util.Optional;

/// A way to say the same with less: what to do about one node, if anything. A rule holds no state, and asking it
/// changes nothing. Each of its patches brings the graph closer to one about which it has nothing to say.
public interface Rule {
    /// The name that patches and reports carry: `fold-batch-norm`.
    String name();

    /// The patch, where the rule applies to the node.
    Optional<Patch> apply(Node node, View view);
}
