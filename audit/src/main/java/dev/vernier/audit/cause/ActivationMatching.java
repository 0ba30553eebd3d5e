package dev.vernier.audit.cause;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.TensorType;
import dev.vernier.quant.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Activations of one model in the place of those of another: of the same name, read or made by the same layers, or linked to
/// such ones by the same operators. All are of the same type as their counterparts.
final class ActivationMatching {
    private final Graph reference;
    private final Graph candidate;
    private final Map<String, TensorType> theirs;
    private final Map<String, TensorType> ours;
    private final Map<String, Node> makers;
    private final Map<String, List<Node>> readers;
    private final Map<String, String> same = new LinkedHashMap<>();

    ActivationMatching(Graph reference, Graph candidate) {
        this.reference = reference;
        this.candidate = candidate;
        this.theirs = Inference.types(reference);
        this.ours = Inference.types(candidate);
        this.makers = reference.producers();
        this.readers = reference.consumers();
    }

    /// The reference's activation by the candidate's.
    Map<String, String> of(List<LayerPair> layers) {
        ours.forEach((name, type) -> {
            if (type.equals(theirs.get(name)) && !candidate.isConstant(name)) {
                same.put(name, name);
            }
        });
        for (LayerPair pair : layers) {
            join(pair.candidate().input(), pair.reference().input());
            join(pair.candidate().node().output(), pair.reference().node().output());
        }
        if (!layers.isEmpty()) {
            joinAll(candidate.outputs(), reference.outputs());
            candidate.nodes().reversed().forEach(this::backwards);
            candidate.nodes().forEach(this::forwards);
        }
        return same;
    }

    private void join(String one, String other) {
        if (ours.containsKey(one) && ours.get(one).equals(theirs.get(other))) {
            same.putIfAbsent(one, other);
        }
    }

    private void joinAll(List<String> some, List<String> others) {
        for (int i = 0; i < some.size() && some.size() == others.size(); i++) {
            join(some.get(i), others.get(i));
        }
    }

    /// From what an operator makes to the one activation that it reads and that is not known yet.
    private void backwards(Node node) {
        Node other = same.containsKey(node.output()) ? makers.get(same.get(node.output())) : null;
        if (other == null || !isSameKind(node, other)) {
            return;
        }
        List<String> unknown = new ArrayList<>(activations(node, candidate));
        List<String> left = new ArrayList<>(activations(other, reference));
        boolean isAlike = unknown.size() == left.size();
        for (String known : activations(node, candidate)) {
            if (same.containsKey(known)) {
                unknown.remove(known);
                isAlike &= left.remove(same.get(known));
            }
        }
        if (isAlike && unknown.size() == 1 && !same.containsValue(left.getFirst())) {
            join(unknown.getFirst(), left.getFirst());
        }
    }

    /// From what an operator reads to what it makes.
    private void forwards(Node node) {
        List<String> read = activations(node, candidate);
        if (read.isEmpty() || same.containsKey(node.output()) || !same.keySet().containsAll(read)) {
            return;
        }
        Set<String> wanted = Set.copyOf(read.stream().map(same::get).toList());
        List<Node> alike = readers.getOrDefault(same.get(read.getFirst()), List.of()).stream()
                .filter(other -> isSameKind(node, other) && !same.containsValue(other.output()))
                .filter(other -> Set.copyOf(activations(other, reference)).equals(wanted))
                .toList();
        if (alike.size() == 1) {
            join(node.output(), alike.getFirst().output());
        }
    }

    /// Whether both do the same; not of layers, which their weights tell apart.
    private boolean isSameKind(Node one, Node other) {
        boolean isLayer = Layer.of(one, candidate).isPresent() || Layer.of(other, reference).isPresent();
        boolean isSame = one.op().getClass() == other.op().getClass()
                || one.op().movesValues() && other.op().movesValues();
        return !isLayer && isSame;
    }

    private static List<String> activations(Node node, Graph graph) {
        return node.inputs().stream().filter(input -> !input.isEmpty() && !graph.isConstant(input)).toList();
    }
}
