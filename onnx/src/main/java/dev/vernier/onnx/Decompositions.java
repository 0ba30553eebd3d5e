package dev.vernier.onnx;

import dev.vernier.graph.op.*;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// Decompositions of ONNX operators into several that Vernier has. Each method adds all but the last of them to the graph,
/// makes the node's inputs those of the last, and answers it.
final class Decompositions {
    private static final float SELU_ALPHA = 1.67326319217681884765625f;
    private static final float SELU_GAMMA = 1.05070102214813232421875f;

    private final NodeReader node;

    Decompositions(NodeReader node) {
        this.node = node;
    }

    /// An operator of any number of inputs as one of two, from the first on.
    Op chain(Op pair) {
        if (node.inputs().size() == 1) {
            return new Identity();
        }
        String left = node.input(0);
        for (int index = 1; index < node.inputs().size() - 1; index++) {
            left = node.then("first" + (index + 1), pair, left, node.input(index));
        }
        node.setInputs(left, node.input(node.inputs().size() - 1));
        return pair;
    }

    /// The larger or smaller of two, as a bound where one of them is a single constant: bounds move codes.
    Op bound(Op pair) {
        for (int index = 0; node.inputs().size() == 2 && index < 2; index++) {
            String x = node.input(1 - index);
            String bound = node.input(index);
            if (node.isSingleConstant(bound, x)) {
                if (pair instanceof Max) {
                    node.setInputs(x, bound);
                } else {
                    node.setInputs(x, "", bound);
                }
                return new Clip();
            }
        }
        return chain(pair);
    }

    Op mean() {
        float count = node.inputs().size();
        String sum = count == 1 ? node.input(0)
                : node.then("sum", chain(new Add()), node.input(0), node.input(1));
        node.setInputs(sum, node.constant("count", Tensor.scalar(count)));
        return new Div();
    }

    Op selu() {
        String elu = node.then("elu", new Elu(node.attributes().number("alpha", SELU_ALPHA)), node.input(0));
        node.setInputs(elu, node.constant("gamma", Tensor.scalar(node.attributes().number("gamma", SELU_GAMMA))));
        return new Mul();
    }

    Op celu() {
        String alpha = node.constant("alpha", Tensor.scalar(node.attributes().number("alpha", 1)));
        String elu = node.then("elu", new Elu(1), node.then("scaled", new Div(), node.input(0), alpha));
        node.setInputs(elu, alpha);
        return new Mul();
    }

    Op swish() {
        float alpha = node.attributes().number("alpha", 1);
        String x = node.input(0);
        String scaled = alpha == 1 ? x
                : node.then("scaled", new Mul(), x, node.constant("alpha", Tensor.scalar(alpha)));
        node.setInputs(x, node.then("sigmoid", new Sigmoid(), scaled));
        return new Mul();
    }

    Op not() {
        node.setInputs(node.input(0), node.constant("true", Tensor.ofLongs(DType.BOOL, Shape.SCALAR, 1)));
        return new Logical(Logical.Connective.XOR);
    }

    Op size() {
        node.setInputs(node.then("shape", new ShapeOf(0, Integer.MAX_VALUE), node.input(0)));
        return new Reduce(Reduce.Kind.PROD, false, false);
    }

    Op depthToSpace() {
        long block = block();
        Shape x = image();
        long channels = part("channels", x.size(1), block * block);
        return switch (node.attributes().word("mode", "DCR")) {
            case "DCR" -> rearranged(List.of(0, 3, 4, 1, 5, 2),
                    Tensor.vector(0, block, block, channels, x.size(2), x.size(3)),
                    Tensor.vector(0, channels, x.size(2) * block, x.size(3) * block));
            case "CRD" -> rearranged(List.of(0, 1, 4, 2, 5, 3),
                    Tensor.vector(0, channels, block, block, x.size(2), x.size(3)),
                    Tensor.vector(0, channels, x.size(2) * block, x.size(3) * block));
            case String mode -> throw new IllegalArgumentException("mode = " + mode + ", known: DCR, CRD");
        };
    }

    Op spaceToDepth() {
        long block = block();
        Shape x = image();
        long rows = part("rows", x.size(2), block);
        long columns = part("columns", x.size(3), block);
        return rearranged(List.of(0, 3, 5, 1, 2, 4),
                Tensor.vector(0, x.size(1), rows, block, columns, block),
                Tensor.vector(0, x.size(1) * block * block, rows, columns));
    }

    private long block() {
        int block = node.attributes().integer("blocksize");
        if (block < 1) {
            throw new IllegalArgumentException("blocksize = " + block + ", needed at least 1");
        }
        return block;
    }

    private Shape image() {
        Shape x = node.shape(node.input(0));
        if (x.rank() != 4) {
            throw new IllegalArgumentException("input of shape " + x + ", needed [n, c, h, w]");
        }
        return x;
    }

    private static long part(String what, int size, long parts) {
        if (size % parts != 0) {
            throw new IllegalArgumentException(size + " " + what + ", needed a multiple of " + parts);
        }
        return size / parts;
    }

    /// Axes split, put in another order and joined; 0 stands for the batch, whatever it is.
    private Op rearranged(List<Integer> order, Tensor split, Tensor joined) {
        String parts = node.then("split", new Reshape(false), node.input(0), node.constant("parts", split));
        String moved = node.then("moved", new Transpose(order), parts);
        node.setInputs(moved, node.constant("shape", joined));
        return new Reshape(false);
    }
}
