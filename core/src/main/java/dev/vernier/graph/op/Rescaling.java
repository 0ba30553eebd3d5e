package dev.vernier.graph.op;

import dev.vernier.tensor.DType;

/// What a [Contract] makes of the scales of one output channel: how the exact sums of its products become codes.
public sealed interface Rescaling permits FloatFactor, FixedPoint {
    /// The code of a sum of products.
    ///
    /// @param sum of products, an exact integer
    /// @param bias in the same unit
    /// @param type of the code
    int code(long sum, long bias, int zeroPoint, DType type);
}
