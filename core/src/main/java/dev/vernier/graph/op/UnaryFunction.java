package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// A function of every element of one tensor by itself, of float32 where a record says no more: `x` of any shape gives an
/// output of the same shape. It is computed in float64 and rounded once; an empty tensor stays empty.
public sealed interface UnaryFunction extends Op
        permits Relu, LeakyRelu, Sigmoid, HardSigmoid, HardSwish, Tanh, Exp, Erf, Gelu,
        Elu, ThresholdedRelu, Pointwise {

    /// The function itself, also of the infinities and of NaN.
    double of(double x);

    @Override
    default List<TensorType> infer(Inputs<Operand> inputs) {
        Require.type("x", inputs.at(0), DType.F32);
        return List.of(inputs.at(0).type());
    }

    @Override
    default List<Tensor> evaluate(Inputs<Tensor> inputs) {
        infer(Operand.of(inputs));
        float[] values = inputs.at(0).floats();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) of(values[i]);
        }
        return List.of(Tensor.of(inputs.at(0).shape(), values));
    }
}
