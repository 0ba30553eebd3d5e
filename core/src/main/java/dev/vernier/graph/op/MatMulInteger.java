package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// Matrix product of codes into exact int32 sums: `a, b, aZeroPoint?, bZeroPoint?` (ONNX MatMulInteger), one zero point
/// or one for each row of a and each column of b.
public record MatMulInteger() implements Op, IntegerProduct {
    static MatMulInteger from(Attributes attributes) {
        attributes.only();
        return new MatMulInteger();
    }

    @Override
    public String word() {
        return "matmul_integer";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Operand a = inputs.at(0);
        Operand b = inputs.at(1);
        Matrices matrices = Matrices.of(a.shape(), b.shape());
        CodeInputs.check("a", a, inputs.find(2), Matrices.rowAxis(a.shape()));
        CodeInputs.check("b", b, inputs.find(3), Matrices.columnAxis(b.shape()));
        CodeInputs.requireExactSums(matrices.terms());
        return List.of(new TensorType(DType.I32, matrices.shape()));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        return List.of(Tensor.ofI32(infer(Operand.of(inputs)).getFirst().shape(), sums(inputs)));
    }

    int[] sums(Inputs<Tensor> inputs) {
        infer(Operand.of(inputs));
        Tensor a = inputs.at(0);
        Tensor b = inputs.at(1);
        return Matrices.of(a.shape(), b.shape())
                .product(
                        CodeInputs.centered(a, inputs.find(2), Matrices.rowAxis(a.shape()).orElse(0)),
                        CodeInputs.centered(b, inputs.find(3), Matrices.columnAxis(b.shape()).orElse(0)));
    }
}
