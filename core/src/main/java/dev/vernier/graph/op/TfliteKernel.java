package dev.vernier.graph.op;

import dev.vernier.graph.op.FixedPoint.Rounding;
import dev.vernier.tensor.DType;

/// How a kernel of TensorFlow Lite 2.20 makes the factor of a layer and rounds with it. Seen on x86 CPUs with AVX2 or AVX-512,
/// where `BuiltinOpResolver` has ruy compute int8 convolutions and matrix products, gemmlowp those of uint8, and plain loops
/// what stands in groups.
///
/// @param exactProduct whether the scales of x and w are multiplied in float64 (`PopulateConvolutionQuantizationParams`), or
///     in float32 (`GetQuantizedConvolutionMultipler`); the division is one of float64 in both
record TfliteKernel(boolean exactProduct, Rounding rounding) {
    /// @param x the type of the codes
    static TfliteKernel convolution(Contract contract, DType x, int groups) {
        boolean byRuy = contract == Contract.TFLITE && x == DType.I8 && groups == 1;
        return new TfliteKernel(x == DType.I8, byRuy ? Rounding.TWICE : Rounding.TWICE_AWAY_FROM_ZERO);
    }

    /// @param a the type of the codes
    /// @param perColumn whether b has a scale for each column
    static TfliteKernel product(Contract contract, DType a, boolean perColumn) {
        if (contract == Contract.TFLITE_REFERENCE) {
            return new TfliteKernel(true, Rounding.ONCE);
        }
        return new TfliteKernel(perColumn, a == DType.I8 ? Rounding.TWICE : Rounding.TWICE_AWAY_FROM_ZERO);
    }

    FixedPoint factor(float xScale, float wScale, float yScale) {
        double product = exactProduct ? (double) xScale * wScale : xScale * wScale;
        return FixedPoint.of(product / yScale, rounding);
    }
}
