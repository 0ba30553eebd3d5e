package dev.vernier.pass;

import dev.vernier.graph.Node;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Removing a node whose output is its first input.
final class Bypass {
    private Bypass() {}

    /// The patch that lets the readers of the node's output read its input. Where the graph returns the output,
    /// whatever made the input makes the output instead; that is not possible where the graph also returns the input,
    /// or was given it.
    static Optional<Patch> of(Rule rule, String reason, Node node, View view) {
        String input = node.input(0);
        String output = node.output();
        if (!view.isOutput(output)) {
            return Optional.of(Patch.renaming(rule, reason, node, output, input));
        }
        if (view.constant(input).isPresent()) {
            return Optional.of(Patch.replacing(
                    rule, reason, List.of(node), List.of(), Map.of(output, view.constant(input).get())));
        }
        if (view.isOutput(input) || view.producer(input).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Patch.renaming(rule, reason, node, input, output));
    }
}
