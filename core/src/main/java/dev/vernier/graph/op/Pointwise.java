package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/// A function without attributes of every element by itself, called in the text form as its kind is: of float32 and
/// float64, computed in float64 and rounded once; what changes nothing but signs also of integers, which wrap.
public record Pointwise(Kind kind) implements UnaryFunction {
    /// The functions, each called as in ONNX.
    public enum Kind {
        ABS(Math::abs),
        NEG(x -> -x),
        /// -1, 0 or 1; zeros and NaN stay as they are.
        SIGN(Math::signum),
        CEIL(Math::ceil),
        FLOOR(Math::floor),
        /// To the nearest whole number, ties to even.
        ROUND(Math::rint),
        /// NaN below zero.
        SQRT(Math::sqrt),
        /// An infinity of zero's sign for zero.
        RECIPROCAL(x -> 1 / x),
        /// The natural logarithm: minus infinity for zero, NaN below it.
        LOG(StrictMath::log),
        SIN(StrictMath::sin),
        COS(StrictMath::cos),
        TAN(StrictMath::tan),
        ASIN(StrictMath::asin),
        ACOS(StrictMath::acos),
        ATAN(StrictMath::atan),
        SINH(StrictMath::sinh),
        COSH(StrictMath::cosh),
        ASINH(Kind::asinh),
        /// NaN below 1.
        ACOSH(x -> StrictMath.log(x + Math.sqrt(x * x - 1))),
        /// NaN outside [-1, 1].
        ATANH(x -> StrictMath.log1p(2 * x / (1 - x)) / 2),
        /// `log(1 + exp(x))`.
        SOFTPLUS(Kind::softplus),
        /// `x / (1 + |x|)`.
        SOFTSIGN(x -> x / (1 + Math.abs(x))),
        /// `x * tanh(softplus(x))` (Misra, "Mish", 2019, equation 1).
        MISH(x -> x * StrictMath.tanh(softplus(x)));

        private final DoubleUnaryOperator function;

        Kind(DoubleUnaryOperator function) {
            this.function = function;
        }

        private static double softplus(double x) {
            return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
        }

        private static double asinh(double x) {
            double size = Math.abs(x);
            return Math.copySign(StrictMath.log1p(size + size * (size / (1 + Math.sqrt(size * size + 1)))), x);
        }

        /// The kind's word in the text form.
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private boolean takesIntegers() {
            return this == ABS || this == NEG || this == SIGN;
        }

        private boolean isExact() {
            return takesIntegers() || this == CEIL || this == FLOOR || this == ROUND;
        }
    }

    static Pointwise from(Kind kind, Attributes attributes) {
        attributes.only();
        return new Pointwise(kind);
    }

    @Override
    public String word() {
        return kind.word();
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public boolean isExact() {
        return kind.isExact();
    }

    @Override
    public double of(double x) {
        return kind.function.applyAsDouble(x);
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Operand x = inputs.at(0);
        if (!kind.takesIntegers() || x.dtype() == DType.BOOL) {
            Require.type("x", x, DType.F32, DType.F64);
        }
        return List.of(x.type());
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        Tensor x = inputs.at(0);
        if (x.dtype() == DType.F32) {
            return UnaryFunction.super.evaluate(inputs);
        }
        infer(Operand.of(inputs));
        if (x.dtype() == DType.F64) {
            double[] values = new double[x.size()];
            Arrays.setAll(values, i -> of(x.doubleAt(i)));
            return List.of(Tensor.ofF64(x.shape(), values));
        }
        long[] values = x.longs();
        Arrays.setAll(values, i -> Elementwise.wrap(integer(values[i]), x.dtype()));
        return List.of(Tensor.ofLongs(x.dtype(), x.shape(), values));
    }

    private long integer(long x) {
        return kind == Kind.SIGN ? Long.signum(x) : kind == Kind.NEG || x < 0 ? -x : x;
    }
}
