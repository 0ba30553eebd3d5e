package dev.vernier.pass;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Add;
import dev.vernier.graph.op.Gemm;
import dev.vernier.graph.op.MatMul;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes a constant that is added to the product with a constant matrix into the product, which becomes a Gemm. It refuses
/// where anybody else sees the product, or its rows are not those of a matrix.
public final class FoldBias implements Rule {
    @Override
    public String name() {
        return "fold-bias";
    }

    @Override
    public Optional<Patch> apply(Node node, View view) {
        if (!(node.op() instanceof Add)) {
            return Optional.empty();
        }
        return fold(node, node.input(0), node.input(1), view).or(() -> fold(node, node.input(1), node.input(0), view));
    }

    private Optional<Patch> fold(Node add, String product, String bias, View view) {
        Optional<Node> matMul = view.producer(product)
                .filter(node -> node.op() instanceof MatMul && view.isPrivateTo(add, product))
                .filter(node -> isMatrix(node.input(0), view) && isMatrix(node.input(1), view)
                        && view.constant(node.input(1)).isPresent());
        Optional<Tensor> value = view.constant(bias).filter(constant -> constant.dtype() == DType.F32
                && constant.shape().rank() == 1);
        if (matMul.isEmpty() || value.isEmpty()) {
            return Optional.empty();
        }
        Node gemm = new Node(matMul.get().name(), new Gemm(1, 1, false, false),
                List.of(matMul.get().input(0), matMul.get().input(1), bias), add.outputs());
        return Optional.of(Patch.replacing(this, "'" + bias + "' is a bias of node '" + matMul.get().label() + "'",
                List.of(matMul.get(), add), List.of(gemm), Map.of()));
    }

    private static boolean isMatrix(String name, View view) {
        return view.type(name).filter(type -> type.dtype() == DType.F32 && type.shape().rank() == 2).isPresent();
    }
}
