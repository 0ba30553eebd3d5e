package dev.vernier.tflite;

import dev.vernier.graph.op.Gemm;
import dev.vernier.graph.op.MatMul;
import dev.vernier.graph.op.Reshape;
import dev.vernier.graph.op.Transpose;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.lite.schema.BatchMatMulOptions;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.FullyConnectedOptions;
import org.tensorflow.lite.schema.FullyConnectedOptionsWeightsFormat;

/// Matrix products.
final class ProductReader {
    private static final Gemm GEMM = new Gemm(1, 1, false, true);

    private final Draft draft;
    private final MovementReader movements;

    ProductReader(Draft draft) {
        this.draft = draft;
        this.movements = new MovementReader(draft);
    }

    /// A fully connected layer, which takes the elements behind the first axes together, in the file's order.
    void fullyConnected(StoredOperator node) {
        FullyConnectedOptions options = new FullyConnectedOptions();
        boolean given = node.option(BuiltinOptions.FullyConnectedOptions, options, any -> true, false);
        if (given && options.weightsFormat() != FullyConnectedOptionsWeightsFormat.DEFAULT) {
            throw new IllegalArgumentException("weights in format " + options.weightsFormat() + ", needed 0");
        }
        Shape weight = draft.tensor(node.input(1)).shape();
        StoredTensor y = draft.tensor(node.output());
        if (weight.rank() != 2) {
            throw new IllegalArgumentException("weights " + weight + ", needed two axes");
        }
        List<String> from = new ArrayList<>(List.of(rows(node.input(0), weight.size(1)),
                draft.isConstant(node.input(1)) ? draft.constant(node.input(1), List.of(0, 1))
                        : draft.inGraph(node.input(1))));
        if (node.has(2)) {
            from.add(new Layers(draft).bias(node.input(2), node.input(0), node.input(1)));
        }
        byte function = given ? options.fusedActivationFunction() : 0;
        String[] inputs = from.toArray(String[]::new);
        if (y.rank() == 2) {
            Fused.make(draft, node.output(), function, GEMM, inputs);
        } else {
            String rows = Fused.like(draft, node.output(), draft.wish(node.output()) + "/rows", function, GEMM, inputs);
            draft.makeStored(node.output(), new Reshape(false), rows,
                    draft.constant(draft.wish(node.output()) + "/shape", unrolled(node, weight.size(0))));
        }
    }

    /// The input as a matrix whose rows are multiplied.
    private String rows(int x, int columns) {
        Shape shape = draft.tensor(x).shape();
        if (shape.rank() == 2 && shape.size(1) == columns) {
            return draft.inGraph(x);
        }
        return draft.like(x, draft.wish(x) + "/rows", new Reshape(false), movements.inOrder(x),
                draft.constant(draft.wish(x) + "/columns", Tensor.vector(-1, columns)));
    }

    private Tensor unrolled(StoredOperator node, int columns) {
        int[] sizes = draft.tensor(node.output()).shape().sizes();
        if (sizes.length == 0 || sizes[sizes.length - 1] != columns) {
            throw new IllegalArgumentException("an output " + draft.tensor(node.output()).shape() + ", needed "
                    + columns + " at its last axis");
        }
        long[] target = IntStream.of(sizes).asLongStream().toArray();
        target[0] = sizes.length > 1 ? -1 : columns;
        return Tensor.vector(target);
    }

    void batchMatMul(StoredOperator node) {
        BatchMatMulOptions options = new BatchMatMulOptions();
        boolean given = node.option(BuiltinOptions.BatchMatMulOptions, options, any -> true, false);
        draft.makeStored(node.output(), new MatMul(), operand(node.input(0), given && options.adjX()),
                operand(node.input(1), given && options.adjY()));
    }

    private String operand(int x, boolean turned) {
        int rank = draft.tensor(x).rank();
        if (!turned || rank < 2) {
            return draft.stored(x);
        }
        List<Integer> order = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
        Collections.swap(order, rank - 2, rank - 1);
        return draft.like(x, draft.wish(x) + "/turned", new Transpose(order), draft.stored(x));
    }
}
