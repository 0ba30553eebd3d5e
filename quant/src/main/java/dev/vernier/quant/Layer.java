package dev.vernier.quant;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Conv;
import dev.vernier.graph.op.Gemm;
import dev.vernier.graph.op.MatMul;
import dev.vernier.tensor.Tensor;
import java.util.Optional;

/// A node that sums products of an activation with constant weights: what int8 kernels are made for.
///
/// @param input the activation
/// @param weight the constant weights
/// @param channelAxis the axis of the weights that runs over output channels
/// @param bias the constant bias `[channels]`, or "" where there is none
public record Layer(Node node, String input, String weight, int channelAxis, String bias) {
    /// A node as a layer: a convolution, a plain Gemm or a product with a constant matrix; empty for anything else.
    public static Optional<Layer> of(Node node, Graph graph) {
        return switch (node.op()) {
            case Conv conv -> layer(node, graph, 0);
            case Gemm(float alpha, float beta, boolean transposeA, boolean transposeB) when alpha == 1 && beta == 1
                    && !transposeA ->
                layer(node, graph, transposeB ? 0 : 1);
            case MatMul matMul when graph.constant(node.input(1)).filter(w -> w.shape().rank() == 2).isPresent() ->
                layer(node, graph, 1);
            default -> Optional.empty();
        };
    }

    private static Optional<Layer> layer(Node node, Graph graph, int channelAxis) {
        Optional<Tensor> weight = graph.constant(node.input(1));
        if (weight.isEmpty() || graph.isConstant(node.input(0))) {
            return Optional.empty();
        }
        String bias = node.input(2);
        int channels = weight.get().shape().size(channelAxis);
        boolean fits = bias.isEmpty()
                || graph.constant(bias)
                        .filter(b -> b.shape().rank() == 1 && b.shape().size(0) == channels)
                        .isPresent();
        return fits
                ? Optional.of(new Layer(node, node.input(0), node.input(1), channelAxis, bias))
                : Optional.empty();
    }

    public boolean hasBias() {
        return !bias.isEmpty();
    }
}
