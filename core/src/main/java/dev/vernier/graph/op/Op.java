package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// An operator with its attributes, which its constructor checks. What is not known before the model runs is no
/// attribute but an input, and so are shapes, axes and pads, as in the newest ONNX operator sets.
///
/// Engines and formats look at an operator through an exhaustive `switch` without `default`, so the compiler is the
/// registry: a new one does not compile until each of them has answered for it. What is true of an operator whoever looks
/// at it stands here: [#movesValues()], [#isExact()]. A record `X` also has `static X from(Attributes)`, the inverse of
/// [#attributes()], through which the text form makes it.
public sealed interface Op
        permits Conv, ConvTranspose, Gemm, MatMul, BatchNorm, LayerNorm, GroupNorm, MaxPool, AveragePool,
        GlobalMaxPool, GlobalAveragePool, UnaryFunction, Clip, Add, Sub, Mul,
        Div, Pow, Mod, Max, Min, PRelu, Comparison,
        Logical, Where, LocalResponseNorm, Reduce, ArgExtreme,
        Trilu, Range, CumSum, TopK, GatherNd, GatherElements, ScatterNd, ScatterElements, Concat, Flatten, Reshape,
        Transpose, Slice,
        Pad, Squeeze, Unsqueeze, ReduceMean, ReduceMax, Softmax, LogSoftmax, Gather,
        ShapeOf, ConstantOfShape, Expand, Tile, Cast, Identity, Dropout,
        Resize, Quantize, Dequantize, DynamicQuantize, ConvInteger, MatMulInteger,
        QLinearConv, QLinearMatMul, QGemm, QLinearAdd, QLinearAveragePool, QLinearGlobalAveragePool, QLinearSoftmax,
        QLinearMul, QLinearSub, QLinearMean, Lookup {

    /// The operator that the text form calls so, with these attributes.
    ///
    /// @throws IllegalArgumentException where no operator is called so, or the attributes do not fit it
    static Op of(String word, Attributes attributes) {
        return OperatorWords.op(word, attributes);
    }

    /// The operator's name in the text form.
    String word();

    /// The attributes that differ from their defaults, as the text form shows them.
    Attributes attributes();

    /// Whether it moves, selects or clamps the elements of its first input and computes no new ones: it works on codes as
    /// it is, and what it makes of them shares their scale and zero point.
    default boolean movesValues() {
        return false;
    }

    /// Whether it computes each sample exactly: it moves elements, takes the largest of some, adds integers, or rounds each
    /// element for itself in a fixed order. No way to compute it gives other bits then, so that its results depend neither
    /// on how many samples run together, nor on the kernel, nor on the number of threads.
    ///
    /// Float sums are not so: kernels choose their order by the shape of the whole problem. Functions that libraries
    /// approximate are not so either. Where nothing is known it is false, which is never wrong: micro-batches of a fixed
    /// size run then.
    default boolean isExact() {
        return movesValues();
    }

    /// The types of the outputs, from concrete input types and the values that are known already.
    ///
    /// @throws IllegalArgumentException where the inputs do not fit the operator; the message says what came and what
    ///     was needed, and the caller adds the node
    List<TensorType> infer(Inputs<Operand> inputs);

    /// The outputs themselves: the definition that every engine is tested against.
    ///
    /// @throws IllegalArgumentException where the inputs do not fit the operator
    List<Tensor> evaluate(Inputs<Tensor> inputs);
}
