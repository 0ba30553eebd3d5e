package dev.vernier.quant;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Add;
import dev.vernier.graph.op.AveragePool;
import dev.vernier.graph.op.Concat;
import dev.vernier.graph.op.Conv;
import dev.vernier.graph.op.GlobalAveragePool;
import dev.vernier.graph.op.MatMul;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.QLinearMatMul;
import dev.vernier.graph.op.TensorType;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where a graph is quantized, as runtimes compute it in int8: the inputs of every layer, both operands of a product of two
/// activations (attention has them), the outputs of convolutions, and from there on whatever works on codes. A layer or
/// product and the ReLU or Clip behind it are one: no codes in between. A result of a Gemm or matrix product that only float
/// operators or the caller read stays float, which costs nothing and keeps ties out of the logits. By TensorFlow Lite's rules
/// all has codes that it has kernels on codes for ([TfliteCoverage]), since it has none that make reals of sums.
///
/// @param layers the layers whose weights (and biases) are quantized
/// @param observed the activations that get a range of their own, in the graph's order
/// @param shared activations whose codes are those of another one (through max pooling, reshaping, ...), with that one; one
///     that is observed too (before a concatenation whose inputs share their parameters) widens the range of the other
public record Placement(List<Layer> layers, Set<String> observed, Map<String, String> shared) {
    public Placement {
        layers = List.copyOf(layers);
        observed = Collections.unmodifiableSet(new LinkedHashSet<>(observed));
        shared = Collections.unmodifiableMap(new LinkedHashMap<>(shared));
    }

    /// The placement that presets other than `tflite` give.
    public static Placement of(Graph graph) {
        return of(graph, QConfig.X86);
    }

    /// The placement without what the qconfig keeps in float, by the rules of its runtime.
    ///
    /// @throws InputException where an override matches nothing in the graph
    public static Placement of(Graph graph, QConfig config) {
        return new Search(graph, BoundConfig.of(config, graph)).run();
    }

    /// The search for all tensors with codes: repeated sweeps, since an addition takes codes on one side to the other.
    private static final class Search {
        private final Graph graph;
        private final BoundConfig config;
        private final Map<String, TensorType> types;
        private final Map<String, List<Node>> consumers;
        private final List<Layer> layers = new ArrayList<>();
        private final Set<String> coded = new LinkedHashSet<>();
        private final Map<String, String> shared = new LinkedHashMap<>();

        Search(Graph graph, BoundConfig config) {
            this.graph = graph;
            this.config = config;
            this.types = Inference.types(graph);
            this.consumers = graph.consumers();
        }

        Placement run() {
            for (Node node : graph.nodes()) {
                Layer.of(node, graph).filter(this::isCodable).ifPresent(layer -> {
                    layers.add(layer);
                    coded.add(layer.input());
                    if (node.op() instanceof Conv || isForTflite()) {
                        code(behindClamp(node));
                    }
                });
                if (isCodableProduct(node)) {
                    coded.addAll(node.inputs());
                    if (isForTflite()) {
                        code(behindClamp(node));
                    }
                }
            }
            int before;
            do {
                before = coded.size() + shared.size();
                graph.nodes().stream().filter(node -> !config.inFloat(node)).forEach(this::spread);
            } while (coded.size() + shared.size() > before);
            Set<String> observed = inOrder();
            if (isForTflite()) {
                graph.nodes().forEach(this::shareAcrossConcat);
            }
            return new Placement(layers, observed, shared);
        }

        private boolean isForTflite() {
            return config.rules() == RuntimeRules.TFLITE;
        }

        private boolean isCodable(Layer layer) {
            return isActivation(layer.input()) && !config.inFloat(layer);
        }

        /// Whether a node multiplies matrices that are both activations, with sums that fit int32.
        private boolean isCodableProduct(Node node) {
            return node.op() instanceof MatMul
                    && node.inputs().stream()
                            .allMatch(input -> isActivation(input) && types.get(input).shape().rank() >= 2)
                    && QLinearMatMul.sumsFit(types.get(node.input(0)).shape())
                    && !config.productInFloat(node);
        }

        private void code(String tensor) {
            if (!config.inFloat(tensor)) {
                coded.add(tensor);
            }
        }

        private void spread(Node node) {
            if (isForTflite() && TfliteCoverage.joins(node)) {
                spreadJoin(node);
            } else if (isForTflite() && TfliteCoverage.maps(node) && coded.contains(node.input(0))) {
                code(node.output());
            } else {
                spreadEverywhere(node);
            }
        }

        /// What all runtimes compute on codes.
        private void spreadEverywhere(Node node) {
            boolean reads = coded.contains(node.input(0));
            switch (node.op()) {
                case Add add -> spreadJoin(node);
                case Concat concat -> spreadJoin(node);
                case AveragePool pool when reads && !isForTflite() -> code(behindClamp(node));
                case GlobalAveragePool pool when reads -> code(behindClamp(node));
                case Op op when config.hasFixedOutput(node) && reads -> code(node.output());
                case Op op when reads && (op.movesValues() || isForTflite() && TfliteCoverage.keeps(node))
                        && node.outputs().size() == 1 && !config.inFloat(node.output()) -> {
                    coded.add(node.output());
                    shared.putIfAbsent(node.output(), node.input(0));
                }
                default -> {}
            }
        }

        private void spreadJoin(Node node) {
            if (node.inputs().stream().allMatch(this::isActivation)
                    && node.inputs().stream().noneMatch(config::inFloat)
                    && node.inputs().stream().anyMatch(coded::contains)) {
                coded.addAll(node.inputs());
                code(behindClamp(node));
            }
        }

        private void shareAcrossConcat(Node node) {
            if (!(node.op() instanceof Concat) || !coded.contains(node.output()) || !coded.containsAll(node.inputs())) {
                return;
            }
            for (String input : node.inputs()) {
                String origin = origin(input, shared);
                if (!origin.equals(origin(node.output(), shared)) && !config.hasFixedOutput(origin)) {
                    shared.put(origin, origin(node.output(), shared));
                }
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
                    && !config.inFloat(readers.getFirst())
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
        return Optional.of(origin(tensor, shared)).filter(observed::contains);
    }

    private static String origin(String tensor, Map<String, String> shared) {
        String origin = tensor;
        while (shared.containsKey(origin)) {
            origin = shared.get(origin);
        }
        return origin;
    }
}
