package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// An operator with its attributes. Engines and formats look at it through an exhaustive `switch` without `default`, so
/// the compiler is the registry: a new operator does not compile until each of them has answered for it.
public sealed interface Op
        permits Conv, Gemm, MatMul, BatchNorm, MaxPool, AveragePool,
                GlobalMaxPool, GlobalAveragePool, Relu, LeakyRelu, Sigmoid, HardSigmoid,
                HardSwish, Tanh, Clip, Add, Sub, Mul,
                Div, Concat, Flatten, Reshape, Transpose, Slice,
                Pad, Squeeze, Unsqueeze, ReduceMean, Softmax, Gather,
                ShapeOf, ConstantOfShape, Expand, Cast, Identity, Dropout,
                Resize, Quantize, Dequantize, DynamicQuantize, ConvInteger, MatMulInteger,
                QLinearConv, QLinearMatMul, QGemm, QLinearAdd, QLinearAveragePool, QLinearGlobalAveragePool {

    /// The operator's name in the text form.
    String word();

    /// The attributes that differ from their defaults, as the text form shows them.
    Attributes attributes();

    /// The types of the outputs, from concrete input types and the values that are known already.
    ///
    /// @throws IllegalArgumentException where the inputs do not fit the operator; the message says what came and what was
    ///     needed, and the caller adds the node
    List<TensorType> infer(Inputs<Operand> inputs);

    /// The outputs themselves: the definition that every engine is tested against.
    ///
    /// @throws IllegalArgumentException where the inputs do not fit the operator
    List<Tensor> evaluate(Inputs<Tensor> inputs);
}
