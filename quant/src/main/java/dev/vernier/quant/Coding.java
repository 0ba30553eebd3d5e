package dev.vernier.quant;

import dev.vernier.graph.op.Dequantize;
import dev.vernier.graph.op.Inputs;
import dev.vernier.graph.op.Quantize;
import dev.vernier.tensor.Tensor;

/// Codes of whole tensors, by the operators that define them.
public final class Coding {
    private Coding() {}

    /// The codes of float32 reals, in their shape.
    ///
    /// @throws IllegalArgumentException where a real is NaN, or per-channel parameters do not fit the shape
    public static Tensor codes(Tensor reals, QParams params) {
        return new Quantize(params.codes(), params.axis().orElse(0), 0)
                .evaluate(Inputs.of(reals, params.scale(), params.zeroPoint()))
                .getFirst();
    }

    /// The float32 reals of codes, in their shape.
    public static Tensor reals(Tensor codes, QParams params) {
        return new Dequantize(params.axis().orElse(0), 0)
                .evaluate(Inputs.of(codes, params.scale(), params.zeroPoint()))
                .getFirst();
    }
}
