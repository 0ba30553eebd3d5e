package dev.vernier.pass;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Applies rules to a graph until none of them has anything to say.
public final class Rewriter {
    private Rewriter() {}

    /// Rewrites a graph as far as the rules go.
    public static Rewriting run(Graph graph, List<? extends Rule> rules) {
        return run(graph, rules, Integer.MAX_VALUE);
    }

    /// Rewrites a graph and stops after patch number `limit`, so that a fault can be bisected to the patch that brings
    /// it. The rules are asked about every node in order, and again while that changes something; what no output needs
    /// is removed after each round. Types are inferred once a round.
    ///
    /// @throws IllegalArgumentException where a node's inputs do not fit its operator; the message names the node
    public static Rewriting run(Graph graph, List<? extends Rule> rules, int limit) {
        List<Patch> patches = new ArrayList<>();
        Graph current = graph;
        int before;
        do {
            before = patches.size();
            current = round(current, rules, limit, patches).pruned();
        } while (patches.size() > before);
        return new Rewriting(current, patches);
    }

    private static Graph round(Graph graph, List<? extends Rule> rules, int limit, List<Patch> patches) {
        View view = View.of(graph);
        for (Node node : graph.nodes()) {
            Optional<Node> present = view.producer(node.output());
            if (patches.size() < limit && present.isPresent()) {
                Optional<Patch> patch = ask(rules, present.get(), view);
                if (patch.isPresent()) {
                    patches.add(patch.get());
                    view = view.after(patch.get());
                }
            }
        }
        return view.graph();
    }

    private static Optional<Patch> ask(List<? extends Rule> rules, Node node, View view) {
        for (Rule rule : rules) {
            Optional<Patch> patch = rule.apply(node, view);
            if (patch.isPresent()) {
                return patch;
            }
        }
        return Optional.empty();
    }
}
