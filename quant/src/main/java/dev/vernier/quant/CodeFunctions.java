package dev.vernier.quant;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.CodeTable;
import dev.vernier.graph.op.Identity;
import dev.vernier.graph.op.UnaryFunction;
import dev.vernier.tensor.Tensor;
import java.util.Optional;

/// Nodes that TensorFlow Lite computes on every code by itself.
final class CodeFunctions {
    private CodeFunctions() {}

    /// The table of a node's function; empty where TensorFlow Lite has none on codes.
    ///
    /// @param x the parameters of the node's first input, per tensor
    /// @param y those of its output
    static Optional<Tensor> table(Node node, Graph graph, QParams x, QParams y) {
        if (x.codes().byteSize() > 1 || y.codes().byteSize() > 1) {
            return Optional.empty();
        }
        CodeTable table = new CodeTable(coding(x), coding(y));
        Optional<Clamp> clamp = Clamp.of(node, graph);
        if (clamp.isPresent()) {
            return Optional.of(table.clamped(clamp.get().low(), clamp.get().high()));
        }
        return switch (node.op()) {
            case Identity identity -> Optional.of(table.requantized());
            case UnaryFunction function -> table.of(function);
            default -> Optional.empty();
        };
    }

    /// The table that brings codes to other parameters; empty where they are wider than 8 bits.
    static Optional<Tensor> requantized(QParams x, QParams y) {
        return x.codes().byteSize() > 1 || y.codes().byteSize() > 1
                ? Optional.empty()
                : Optional.of(new CodeTable(coding(x), coding(y)).requantized());
    }

    private static CodeTable.Coding coding(QParams params) {
        return new CodeTable.Coding(
                params.codes(), params.scale().floatAt(0), (int) params.zeroPoint().longAt(0));
    }
}
