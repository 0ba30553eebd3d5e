package dev.vernier.quant;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Sigmoid;
import dev.vernier.graph.op.Softmax;
import dev.vernier.graph.op.Tanh;
import dev.vernier.tensor.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What a qconfig says of each node and tensor of one graph. An override that matches a node speaks of what that makes (for
/// a node and the ReLU or Clip behind it, of the clamp's output) and of its weights; one that matches the name of a tensor
/// speaks of that tensor.
final class BoundConfig {
    private static final Range UNSIGNED = new Range(0, 255 / 256f);
    private static final Range SIGNED = new Range(-1, 127 / 128f);

    private final QConfig config;
    private final Graph graph;
    private final Map<String, Node> producers;
    private final Map<String, List<Node>> consumers;

    private BoundConfig(QConfig config, Graph graph) {
        this.config = config;
        this.graph = graph;
        this.producers = graph.producers();
        this.consumers = graph.consumers();
    }

    /// @throws InputException where an override matches neither a node nor a tensor
    static BoundConfig of(QConfig config, Graph graph) {
        for (QOverride override : config.overrides()) {
            if (graph.nodes().stream().noneMatch(override::matches)
                    && graph.names().stream().noneMatch(override::matchesTensor)) {
                throw new InputException("qconfig: match = " + override.match()
                        + " matches nothing, needed a node, a tensor or an operator of the model");
            }
        }
        return new BoundConfig(config, graph);
    }

    RuntimeRules rules() {
        return config.rules();
    }

    boolean inFloat(Node node) {
        return last(override -> override.matches(node));
    }

    /// Whether a layer stays in float: itself, its weights or its input.
    boolean inFloat(Layer layer) {
        return last(override -> override.matches(layer.node()) || override.matchesTensor(layer.weight())
                || speaksOf(layer.input(), override));
    }

    /// Whether a product of two activations stays in float: itself or one of its operands.
    boolean productInFloat(Node product) {
        return last(override -> override.matches(product)
                || product.inputs().stream().anyMatch(operand -> speaksOf(operand, override)));
    }

    boolean inFloat(String tensor) {
        return last(override -> speaksOf(tensor, override));
    }

    /// Whether an override means a tensor itself, not the node that makes it: what a float node makes may be quantized again
    /// for the layer behind it.
    private boolean speaksOf(String tensor, QOverride override) {
        Node producer = producers.get(tensor);
        return override.matchesTensor(tensor) && (producer == null || !override.matches(producer));
    }

    private boolean last(Predicate<QOverride> speaks) {
        return config.overrides().reversed().stream()
                .filter(override -> override.inFloat().isPresent() && speaks.test(override))
                .findFirst().flatMap(QOverride::inFloat).orElse(false);
    }

    /// How an activation becomes codes.
    ///
    /// @throws InputException where its overrides do not go together
    QSpec activations(String tensor) {
        QSpec spec =
                fixed(tensor).map(range -> config.activations().with(new Setting.Covering(new RangeRule.Fixed(range))))
                        .orElse(config.activations());
        List<Node> makers = makers(tensor);
        for (QOverride override : config.overrides()) {
            if (override.matchesTensor(tensor) || makers.stream().anyMatch(override::matches)) {
                spec = spec.with(override.activations());
            }
        }
        return spec.ofActivations();
    }

    /// How a layer's weights become codes.
    ///
    /// @throws InputException where its overrides do not go together
    QSpec weights(Layer layer) {
        QSpec spec = config.weights();
        for (QOverride override : config.overrides()) {
            if (override.matchesTensor(layer.weight()) || override.matches(layer.node())) {
                spec = spec.with(override.weights());
            }
        }
        return spec.ofWeights();
    }

    private List<Node> makers(String tensor) {
        List<Node> makers = new ArrayList<>();
        Node maker = producers.get(tensor);
        while (maker != null) {
            makers.add(maker);
            boolean clamps = Clamp.of(maker, graph).isPresent() && consumers.get(maker.input(0)).size() == 1
                    && !graph.outputs().contains(maker.input(0));
            maker = clamps ? producers.get(maker.input(0)) : null;
        }
        return makers;
    }

    boolean hasFixedOutput(Node node) {
        return hasFixedOutput(node.output());
    }

    boolean hasFixedOutput(String tensor) {
        return fixed(tensor).isPresent();
    }

    /// The range that gives TensorFlow Lite's fixed parameters; it fixes none for other codes than 8-bit affine ones.
    private Optional<Range> fixed(String tensor) {
        QSpec spec = config.activations();
        if (rules() != RuntimeRules.TFLITE || !producers.containsKey(tensor) || spec.symmetry() != Symmetry.AFFINE
                || spec.reduceRange() || spec.dtype() == CodeType.QINT16) {
            return Optional.empty();
        }
        return switch (producers.get(tensor).op()) {
            case Sigmoid _,Softmax _ -> Optional.of(UNSIGNED);
            case Tanh _ -> Optional.of(SIGNED);
            default -> Optional.empty();
        };
    }
}
