package dev.vernier.graph.op;

import dev.vernier.graph.op.FixedPoint.Rounding;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntUnaryOperator;

/// Tables for [Lookup] of what TensorFlow Lite 2.20's builtin kernels make of codes of one scale and zero point, in codes of
/// another.
///
/// @param x the codes that go in
/// @param y those that come out
public record CodeTable(Coding x, Coding y) {
    /// What a tensor's codes are.
    ///
    /// @param type I8 or U8
    public record Coding(DType type, float scale, int zeroPoint) {
        public Coding {
            if (type != DType.I8 && type != DType.U8) {
                throw new IllegalArgumentException("codes of type " + type + ", needed i8 or u8");
            }
        }
    }

    /// The table of an operator's function; empty where TensorFlow Lite has none on codes.
    public Optional<Tensor> of(UnaryFunction function) {
        return switch (function) {
            case Sigmoid sigmoid -> inFloat(real -> 1 / (1 + (float) StrictMath.exp(-real)));
            case Tanh tanh -> inFloat(StrictMath::tanh);
            case Exp exp -> inFloat(StrictMath::exp);
            case Elu(float alpha) when alpha == 1 -> inFloat(real -> real < 0 ? StrictMath.expm1(real) : real);
            case HardSwish swish -> Optional.of(HardSwishCodes.of(this));
            case LeakyRelu(float alpha) when alpha >= 0 -> Optional.of(leaky(alpha));
            case Relu relu -> Optional.of(clamped(0, Float.POSITIVE_INFINITY));
            default -> Optional.empty();
        };
    }

    /// Reals clamped between two bounds, which may be infinite.
    public Tensor clamped(float low, float high) {
        int least = bound(low, (int) y.type.min());
        int most = bound(high, (int) y.type.max());
        FixedPoint factor = FixedPoint.of(x.scale / y.scale, Rounding.TWICE_AWAY_FROM_ZERO);
        return table(code -> Math.clamp(factor.times(code - x.zeroPoint) + (long) y.zeroPoint, least, most));
    }

    private int bound(float real, int absent) {
        return Float.isInfinite(real) ? absent : Contract.TFLITE.code(real, y.scale, y.zeroPoint, y.type);
    }

    /// The same reals in the other codes.
    public Tensor requantized() {
        FixedPoint factor = FixedPoint.of((double) x.scale / y.scale, Rounding.TWICE_AWAY_FROM_ZERO);
        return table(code -> factor.times(code - x.zeroPoint) + y.zeroPoint);
    }

    private Tensor leaky(float alpha) {
        FixedPoint above = FixedPoint.of(x.scale / y.scale, Rounding.TWICE_AWAY_FROM_ZERO);
        FixedPoint below = FixedPoint.of(x.scale * alpha / y.scale, Rounding.TWICE_AWAY_FROM_ZERO);
        return table(code -> (code >= x.zeroPoint ? above : below).times(code - x.zeroPoint) + y.zeroPoint);
    }

    /// What is too large for int32 becomes the smallest code, as x86 CPUs convert it.
    private Optional<Tensor> inFloat(DoubleUnaryOperator function) {
        float inverse = 1 / y.scale;
        return Optional.of(table(code -> {
            float real = (float) function.applyAsDouble(x.scale * (code - x.zeroPoint)) * inverse;
            float made = (float) Math.copySign(Math.floor(Math.abs((double) real) + 0.5), real) + y.zeroPoint;
            return Math.abs(made) < 1L << Integer.SIZE - 1 ? (int) made : Integer.MIN_VALUE;
        }));
    }

    /// @param function gives codes, which are saturated
    Tensor table(IntUnaryOperator function) {
        long[] codes = new long[1 << Byte.SIZE];
        for (int code = (int) x.type.min(); code <= x.type.max(); code++) {
            codes[code & 0xff] = Math.clamp(function.applyAsInt(code), y.type.min(), y.type.max());
        }
        return Tensor.ofLongs(y.type, Shape.of(codes.length), codes);
    }
}
