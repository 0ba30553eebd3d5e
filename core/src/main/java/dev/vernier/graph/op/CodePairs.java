package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.IntBinaryOperator;

/// What operators `a, aScale, aZeroPoint, b, bScale, bZeroPoint, yScale, yZeroPoint` on pairs of 8-bit codes share.
final class CodePairs {
    private CodePairs() {}

    static List<TensorType> infer(Inputs<Operand> inputs) {
        CodeInputs.check("a", inputs, 0, Optional.empty());
        CodeInputs.check("b", inputs, 3, Optional.empty());
        Require.type("a", inputs.at(0), DType.U8, DType.I8);
        Require.type("b", inputs.at(3), DType.U8, DType.I8);
        Shape shape = Shape.broadcast(inputs.at(0).shape(), inputs.at(3).shape());
        return List.of(new TensorType(CodeInputs.output(inputs, 6, inputs.at(0).dtype()), shape));
    }

    /// @param function of two codes without their zero points
    static List<Tensor> evaluate(Inputs<Tensor> inputs, IntBinaryOperator function) {
        TensorType type = infer(Operand.of(inputs)).getFirst();
        int[] a = CodeInputs.centered(inputs.at(0), inputs.find(2), 0);
        int[] b = CodeInputs.centered(inputs.at(3), inputs.find(5), 0);
        int[] codes = new int[type.shape().elementCount()];
        Broadcast.forEach(inputs.at(0).shape(), inputs.at(3).shape(),
                (place, i, j) -> codes[place] = function.applyAsInt(a[i], b[j]));
        return List.of(CodeInputs.tensor(type.dtype(), type.shape(), codes));
    }
}
