package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// Matrix product in float32 of the last two axes, the others broadcast (ONNX MatMul, NumPy matmul). Products are added
/// in the order of the inner axis.
public record MatMul() implements Op {
    static MatMul from(Attributes attributes) {
        attributes.only();
        return new MatMul();
    }

    @Override
    public String word() {
        return "matmul";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Require.type("a", inputs.at(0), DType.F32);
        Require.type("b", inputs.at(1), DType.F32);
        Matrices matrices = Matrices.of(inputs.at(0).shape(), inputs.at(1).shape());
        return List.of(new TensorType(DType.F32, matrices.shape()));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        infer(Operand.of(inputs));
        Tensor a = inputs.at(0);
        Tensor b = inputs.at(1);
        Matrices matrices = Matrices.of(a.shape(), b.shape());
        return List.of(Tensor.of(matrices.shape(), matrices.product(a.floats(), b.floats())));
    }
}
