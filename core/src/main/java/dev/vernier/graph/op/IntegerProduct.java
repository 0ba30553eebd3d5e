package dev.vernier.graph.op;

/// An operator that sums products of codes: of activations, its first input, and of weights. What CPUs make of such sums
/// looks at one through an exhaustive `switch`.
public sealed interface IntegerProduct permits ConvInteger, MatMulInteger, QGemm, QLinearConv, QLinearMatMul {
    /// The place of the weights' codes among the inputs.
    default int weights() {
        return switch (this) {
            case ConvInteger _,MatMulInteger _ -> 1;
            case QGemm _,QLinearConv _,QLinearMatMul _ -> 3;
        };
    }

    /// Whether its sums become codes in integers, as TensorFlow Lite's do.
    default boolean isFixedPoint() {
        return switch (this) {
            case ConvInteger _,MatMulInteger _ -> false;
            case QLinearMatMul product -> product.contract().isFixedPoint();
            case QGemm gemm -> gemm.contract().isFixedPoint();
            case QLinearConv conv -> conv.contract().isFixedPoint();
        };
    }
}
