package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// `a` to the power of `b`, broadcasting, of a's type whatever b's is (ONNX Pow), as Java's `StrictMath.pow` has it: 1 for
/// every base to the power of 0, NaN for a negative base and a power that is not whole. It is computed in float64 and
/// rounded once; integers drop the fraction and wrap.
public record Pow() implements Op {
    static Pow from(Attributes attributes) {
        attributes.only();
        return new Pow();
    }

    @Override
    public String word() {
        return "pow";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        TensorType base = inputs.at(0).type();
        TensorType exponent = inputs.at(1).type();
        if (base.dtype() == DType.BOOL || exponent.dtype() == DType.BOOL) {
            throw new IllegalArgumentException(
                    "operands of types " + base + " and " + exponent + ", needed numbers");
        }
        return List.of(base.with(Shape.broadcast(base.shape(), exponent.shape())));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        TensorType type = infer(Operand.of(inputs)).getFirst();
        Tensor base = inputs.at(0);
        Tensor exponent = inputs.at(1);
        double[] values = new double[type.shape().elementCount()];
        Broadcast.forEach(base.shape(), exponent.shape(),
                (place, i, j) -> values[place] = StrictMath.pow(base.doubleAt(i), exponent.doubleAt(j)));
        return List.of(Cast.of(values, type));
    }
}
