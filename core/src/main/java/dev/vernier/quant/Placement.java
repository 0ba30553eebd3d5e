package dev.vernier.quant;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Add;
import dev.vernier.graph.op.AveragePool;
import dev.vernier.graph.op.Clip;
import dev.vernier.graph.op.Concat;
import dev.vernier.graph.op.Conv;
import dev.vernier.graph.op.Flatten;
import dev.vernier.graph.op.GlobalAveragePool;
import dev.vernier.graph.op.GlobalMaxPool;
import dev.vernier.graph.op.MaxPool;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.Pad;
import dev.vernier.graph.op.Relu;
import dev.vernier.graph.op.Reshape;
import dev.vernier.graph.op.Slice;
import dev.vernier.graph.op.Squeeze;
import dev.vernier.graph.op.TensorType;
import dev.vernier.graph.op.Transpose;
import dev.vernier.graph.op.Unsqueeze;
import dev.vernier.tensor.DType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where a graph is quantized, as runtimes compute it in int8: the inputs of every layer, the outputs of convolutions, and
/// from there on whatever works on codes. A layer and the ReLU or Clip behind it are one: no codes in between. A result of
/// a Gemm or matrix product that only float operators or the caller read stays float, which costs nothing and keeps ties
/// out of the logits.
///
/// @param layers the layers whose weights (and biases) are quantized
/// @param observed the activations that get a range of their own, in the graph's order
/// @param shared activations whose codes are those of another one (through max pooling, reshaping, ...), with that one
public record Placement(List<Layer> layers, Set<String> observed, Map<String, String> shared) {
    public Placement {
        layers = List.copyOf(layers);
        observed = Collections.unmodifiableSet(new LinkedHashSet<>(observed));
        shared = Collections.unmodifiableMap(new LinkedHashMap<>(shared));
    }

    public static Placement of(Graph graph) {
        return new Search(graph).run();
    }

    /// Whether the operator moves or selects values without computing new ones, so that it works on codes as it is.
    static boolean movesValues(Op op) {
        return switch (op) {
            case MaxPool pool -> true;
            case GlobalMaxPool pool -> true;
            case Flatten flatten -> true;
            case Reshape reshape -> true;
            case Transpose transpose -> true;
            case Slice slice -> true;
            case Squeeze squeeze -> true;
            case Unsqueeze unsqueeze -> true;
            case Pad pad -> true;
            case Relu relu -> true;
            case Clip clip -> true;
            default -> false;
        };
    }

    /// The search for all tensors with codes: repeated sweeps, since an addition takes codes on one side to the other.
    private static final class Search {
        private final Graph graph;
        private final Map<String, TensorType> types;
        private final Map<String, List<Node>> consumers;
        private final List<Layer> layers = new ArrayList<>();
        private final Set<String> coded = new LinkedHashSet<>();
        private final Map<String, String> shared = new LinkedHashMap<>();

        Search(Graph graph) {
            this.graph = graph;
            this.types = Inference.types(graph);
            this.consumers = graph.consumers();
        }

        Placement run() {
            for (Node node : graph.nodes()) {
                Layer.of(node, graph).filter(layer -> isActivation(layer.input())).ifPresent(layer -> {
                    layers.add(layer);
                    coded.add(layer.input());
                    if (node.op() instanceof Conv) {
                        coded.add(behindClamp(node));
                    }
                });
            }
            int before;
            do {
                before = coded.size() + shared.size();
                graph.nodes().forEach(this::spread);
            } while (coded.size() + shared.size() > before);
            return new Placement(layers, inOrder(), shared);
        }

        private void spread(Node node) {
            switch (node.op()) {
                case Add add -> spreadJoin(node);
                case Concat concat -> spreadJoin(node);
                case AveragePool pool when coded.contains(node.input(0)) -> coded.add(behindClamp(node));
                case GlobalAveragePool pool when coded.contains(node.input(0)) -> coded.add(behindClamp(node));
                case Op op when movesValues(op) && coded.contains(node.input(0)) && node.outputs().size() == 1 -> {
                    coded.add(node.output());
                    shared.putIfAbsent(node.output(), node.input(0));
                }
                default -> {}
            }
        }

        private void spreadJoin(Node node) {
            if (node.inputs().stream().allMatch(this::isActivation)
                    && node.inputs().stream().anyMatch(coded::contains)) {
                coded.addAll(node.inputs());
                coded.add(behindClamp(node));
            }
        }

        private boolean isActivation(String name) {
            return !graph.isConstant(name) && types.get(name).dtype() == DType.F32;
        }

        /// A node's output, or the output of the ReLU or Clip that alone reads it.
        private String behindClamp(Node node) {
            List<Node> readers = consumers.getOrDefault(node.output(), List.of());
            boolean fused = readers.size() == 1
                    && !graph.outputs().contains(node.output())
                    && !coded.contains(node.output())
                    && Clamp.of(readers.getFirst(), graph).isPresent();
            return fused ? readers.getFirst().output() : node.output();
        }

        private Set<String> inOrder() {
            Set<String> ordered = new LinkedHashSet<>();
            graph.inputs().forEach(input -> ordered.add(input.name()));
            graph.nodes().forEach(node -> ordered.addAll(node.outputs()));
            ordered.retainAll(coded);
            ordered.removeAll(shared.keySet());
            return ordered;
        }
    }

    /// The observed activation that a tensor's codes come from: itself, or the one at the end of [#shared].
    public Optional<String> origin(String tensor) {
        String origin = tensor;
        while (shared.containsKey(origin)) {
            origin = shared.get(origin);
        }
        return observed.contains(origin) ? Optional.of(origin) : Optional.empty();
    }
}
