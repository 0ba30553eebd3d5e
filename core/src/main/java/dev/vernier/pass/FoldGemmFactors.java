package dev.vernier.pass;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Gemm;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes a Gemm plain: its factors alpha and beta go into its constant matrix and bias, and a bias that broadcasts along
/// the rows becomes one of a value per column, as integer kernels take it.
public final class FoldGemmFactors implements Rule {
    @Override
    public String name() {
        return "fold-gemm-factors";
    }

    @Override
    public Optional<Patch> apply(Node node, View view) {
        if (!(node.op() instanceof Gemm(float alpha, float beta, boolean transposeA, boolean transposeB))) {
            return Optional.empty();
        }
        Optional<Tensor> matrix = view.constant(node.input(1)).filter(value -> value.dtype() == DType.F32);
        if (matrix.isEmpty()) {
            return Optional.empty();
        }
        int columns = matrix.get().shape().size(transposeB ? 0 : 1);
        boolean hasBias = !node.input(2).isEmpty();
        Optional<Tensor> bias = view.constant(node.input(2)).flatMap(value -> perColumn(value, columns, beta));
        boolean isPlain = alpha == 1 && (!hasBias || bias.equals(view.constant(node.input(2))));
        if (isPlain && beta == 1 || hasBias && bias.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Tensor> constants = new LinkedHashMap<>();
        List<String> inputs = new ArrayList<>(node.inputs());
        inputs.set(1, view.primed(node.input(1)));
        constants.put(inputs.get(1), times(matrix.get(), alpha));
        bias.ifPresent(value -> {
            inputs.set(2, view.primed(node.input(2)));
            constants.put(inputs.get(2), value);
        });
        Node plain = new Node(node.name(), new Gemm(1, 1, transposeA, transposeB), inputs, node.outputs());
        return Optional.of(Patch.replacing(this, "the factors of node '" + node.label()
                + "' go into its matrix and bias", List.of(node), List.of(plain), constants));
    }

    /// A bias times a factor, a value for each column; empty where it differs between rows.
    private static Optional<Tensor> perColumn(Tensor bias, int columns, float factor) {
        Shape shape = bias.shape();
        boolean alongRows = shape.rank() < 2 || shape.size(0) == 1;
        if (bias.dtype() != DType.F32 || !alongRows || bias.size() != 1 && bias.size() != columns) {
            return Optional.empty();
        }
        float[] values = new float[columns];
        for (int column = 0; column < columns; column++) {
            values[column] = bias.floatAt(bias.size() == 1 ? 0 : column) * factor;
        }
        return Optional.of(Tensor.of(Shape.of(columns), values));
    }

    private static Tensor times(Tensor tensor, float factor) {
        float[] values = tensor.floats();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
        return Tensor.of(tensor.shape(), values);
    }
}
