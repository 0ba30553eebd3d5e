package dev.vernier.quant;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Clip;
import dev.vernier.graph.op.Relu;
import dev.vernier.tensor.Tensor;
import java.util.Optional;

/// The range that a ReLU or Clip keeps values in; an end may be infinite.
public record Clamp(float low, float high) {
    private static final Clamp RELU = new Clamp(0, Float.POSITIVE_INFINITY);

    /// What a node clamps its first input to; empty where it does not, or its bounds are no constants.
    public static Optional<Clamp> of(Node node, Graph graph) {
        return switch (node.op()) {
            case Relu relu -> Optional.of(RELU);
            case Clip clip -> bound(node.input(1), graph, Float.NEGATIVE_INFINITY)
                    .flatMap(low -> bound(node.input(2), graph, Float.POSITIVE_INFINITY)
                            .map(high -> new Clamp(low, high)));
            default -> Optional.empty();
        };
    }

    private static Optional<Float> bound(String name, Graph graph, float absent) {
        return name.isEmpty()
                ? Optional.of(absent)
                : graph.constant(name).filter(value -> value.size() == 1).map(Clamp::single);
    }

    private static float single(Tensor value) {
        return (float) value.doubleAt(0);
    }

    /// Whether saturation to the codes of `params` does the same: both ends lie at or beyond the ends of the codes.
    public boolean isDoneBy(QParams params) {
        return params.axis().isEmpty()
                && (low == Float.NEGATIVE_INFINITY || params.code(low, 0) == params.codes().min())
                && (high == Float.POSITIVE_INFINITY || params.code(high, 0) == params.codes().max());
    }
}
