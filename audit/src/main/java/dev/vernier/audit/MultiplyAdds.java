package dev.vernier.audit;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Conv;
import dev.vernier.graph.op.ConvInteger;
import dev.vernier.graph.op.ConvTranspose;
import dev.vernier.graph.op.Gemm;
import dev.vernier.graph.op.MatMul;
import dev.vernier.graph.op.MatMulInteger;
import dev.vernier.graph.op.QGemm;
import dev.vernier.graph.op.QLinearConv;
import dev.vernier.graph.op.QLinearMatMul;
import dev.vernier.tensor.Shape;

/// The multiplications, each with its addition, that convolutions and matrix products take for one sample.
public final class MultiplyAdds {
    private MultiplyAdds() {}

    public static long of(Graph graph) {
        Inference types = Inference.at(graph, 1);
        return graph.nodes().stream().mapToLong(node -> of(node, types)).sum();
    }

    private static long of(Node node, Inference types) {
        return switch (node.op()) {
            case Conv conv -> perOutput(node, types, types.type(node.input(1)).shape());
            case ConvTranspose conv -> perInput(node, types, types.type(node.input(1)).shape());
            case ConvInteger conv -> perOutput(node, types, types.type(node.input(1)).shape());
            case QLinearConv conv -> perOutput(node, types, types.type(node.input(3)).shape());
            case Gemm gemm -> product(node, types, gemm.transposeA() ? 0 : 1);
            case QGemm gemm -> product(node, types, 1);
            case MatMul product -> product(node, types, -1);
            case MatMulInteger product -> product(node, types, -1);
            case QLinearMatMul product -> product(node, types, -1);
            default -> 0;
        };
    }

    /// A convolution's weight is `[outputs, inputs / groups, ...]`: each output sums all but its first axis.
    private static long perOutput(Node node, Inference types, Shape weight) {
        return (long) types.type(node.output()).shape().elementCount() * weight.count(1, weight.rank());
    }

    /// A transposed convolution's weight is `[inputs, outputs / groups, ...]`: each input is spread over all but its first
    /// axis.
    private static long perInput(Node node, Inference types, Shape weight) {
        return (long) types.type(node.input(0)).shape().elementCount() * weight.count(1, weight.rank());
    }

    /// A product sums along one axis of its first input.
    private static long product(Node node, Inference types, int axis) {
        Shape left = types.type(node.input(0)).shape();
        return (long) types.type(node.output()).shape().elementCount() * left.size(left.axis(axis));
    }
}
