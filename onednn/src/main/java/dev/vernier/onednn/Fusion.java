package dev.vernier.onednn;

import dev.vernier.graph.Node;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a step does beyond its own node, before the result is stored.
///
/// @param output the name of the tensor written: that of the last node
/// @param nodes the nodes done with it, behind its own
/// @param addition the tensor that is added to the result
/// @param activation what is applied to that
record Fusion(String output, List<Node> nodes, Optional<Addition> addition, Optional<Activation> activation) {
    static Fusion none(String output) {
        return new Fusion(output, List.of(), Optional.empty(), Optional.empty());
    }

    /// The same and a node that applies an activation to its result.
    Fusion then(Node node, Activation next) {
        return new Fusion(node.output(), append(node), addition, Optional.of(next));
    }

    /// The same and a node that adds a tensor to its result.
    Fusion then(Node node, Addition next) {
        return new Fusion(node.output(), append(node), Optional.of(next), Optional.empty());
    }

    private List<Node> append(Node node) {
        return Stream.concat(nodes.stream(), Stream.of(node)).toList();
    }

    /// Has a primitive do it on reals.
    void applyTo(PrimitiveAttributes attributes) {
        addition.ifPresent(sum -> sum.applyTo(attributes, true));
        activation.ifPresent(attributes::then);
    }

    /// Has a primitive do it on codes from which the zero point is still to be added.
    void applyTo(PrimitiveAttributes attributes, int zeroPoint) {
        addition.ifPresent(sum -> sum.applyTo(attributes, activation.isEmpty() && zeroPoint == 0));
        activation.ifPresent(bounds -> attributes.then(bounds.movedBy(-zeroPoint)));
    }
}
