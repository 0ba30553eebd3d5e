package dev.vernier.quant;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.AveragePool;
import dev.vernier.graph.op.Elu;
import dev.vernier.graph.op.Exp;
import dev.vernier.graph.op.Gelu;
import dev.vernier.graph.op.HardSwish;
import dev.vernier.graph.op.LeakyRelu;
import dev.vernier.graph.op.Mul;
import dev.vernier.graph.op.ReduceMean;
import dev.vernier.graph.op.Resize;
import dev.vernier.graph.op.Sub;

/// What TensorFlow Lite has kernels on codes for beyond what other runtimes have (its 8-bit quantization specification and the
/// kernels of version 2.20).
final class TfliteCoverage {
    private TfliteCoverage() {}

    /// Whether both operands have codes, and the output has codes of its own.
    static boolean joins(Node node) {
        return node.op() instanceof Mul || node.op() instanceof Sub;
    }

    /// Whether the output has codes of its own.
    static boolean maps(Node node) {
        return node.op() instanceof HardSwish || node.op() instanceof LeakyRelu || node.op() instanceof Exp
                || node.op() instanceof Gelu || node.op() instanceof ReduceMean || node.op().equals(new Elu(1));
    }

    /// Whether the output has the codes of the input.
    static boolean keeps(Node node) {
        return node.op() instanceof AveragePool || node.op() instanceof Resize;
    }
}
