package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// One value for all elements along axes, `x, axes?`: of reals, in float64 and rounded once, and of integers, which wrap
/// (ONNX ReduceSum and its family). [ReduceMax] and [ReduceMean] stand beside it.
///
/// @param kind what becomes of the elements; all but [Kind#MIN] take numbers alone, no truth values
/// @param keepAxes whether reduced axes stay, with size 1
/// @param noneMeansNone whether no axes at all means that every element is one of its own, not all together
public record Reduce(Kind kind, boolean keepAxes, boolean noneMeansNone) implements Op {
    /// What becomes of the elements, and what of none.
    public enum Kind {
        /// Of none 0.
        SUM,
        /// NaN wins; of none infinity, or the largest integer.
        MIN,
        /// Of none 1.
        PROD,
        /// The sum of their sizes, of none 0.
        L1,
        /// The root of the sum of their squares, of none 0.
        L2,
        /// Of none 0.
        SUM_SQUARE,
        /// The logarithm of the sum, of none minus infinity.
        LOG_SUM,
        /// The logarithm of the sum of their exponentials, of none minus infinity.
        LOG_SUM_EXP;

        /// The kind's word in the text form.
        String word() {
            return "reduce_" + name().toLowerCase(Locale.ROOT);
        }
    }

    static Reduce from(Kind kind, Attributes attributes) {
        attributes.only("keep_axes", "none_means_none");
        return new Reduce(kind, attributes.flag("keep_axes", true), attributes.flag("none_means_none", false));
    }

    @Override
    public String word() {
        return kind.word();
    }

    @Override
    public Attributes attributes() {
        return Reduction.attributes(keepAxes, noneMeansNone);
    }

    @Override
    public boolean movesValues() {
        return kind == Kind.MIN;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Operand x = inputs.at(0);
        if (kind != Kind.MIN) {
            Require.numbers("x", x);
        }
        return List.of(x.type().with(Reduction.of(inputs, keepAxes, noneMeansNone).shape()));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        Inputs<Operand> operands = Operand.of(inputs);
        TensorType type = infer(operands).getFirst();
        Reduction reduction = Reduction.of(operands, keepAxes, noneMeansNone);
        return List.of(type.dtype().isFloat() || kind == Kind.L2 || kind == Kind.LOG_SUM || kind == Kind.LOG_SUM_EXP
                ? reals(inputs.at(0), type, reduction)
                : integers(inputs.at(0), type, reduction));
    }

    private Tensor reals(Tensor x, TensorType type, Reduction reduction) {
        double[] values = new double[type.shape().elementCount()];
        double[] largest = new double[kind == Kind.LOG_SUM_EXP ? values.length : 0];
        Arrays.fill(values, kind == Kind.MIN ? Double.POSITIVE_INFINITY : kind == Kind.PROD ? 1 : 0);
        Arrays.fill(largest, Double.NEGATIVE_INFINITY);
        if (kind == Kind.LOG_SUM_EXP) {
            reduction.forEach(x.shape(), (from, to) -> largest[to] = Math.max(largest[to], x.doubleAt(from)));
        }
        reduction.forEach(x.shape(), (from, to) -> {
            double value = x.doubleAt(from);
            values[to] = switch (kind) {
                case SUM, LOG_SUM -> values[to] + value;
                case MIN -> Math.min(values[to], value);
                case PROD -> values[to] * value;
                case L1 -> values[to] + Math.abs(value);
                case L2, SUM_SQUARE -> values[to] + value * value;
                case LOG_SUM_EXP -> values[to] + exponential(value, largest[to]);
            };
        });
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (kind) {
                case SUM, MIN, PROD, L1, SUM_SQUARE -> values[i];
                case L2 -> Math.sqrt(values[i]);
                case LOG_SUM -> StrictMath.log(values[i]);
                case LOG_SUM_EXP -> StrictMath.log(values[i]) + (Double.isInfinite(largest[i]) ? 0 : largest[i]);
            };
        }
        return Cast.of(values, type);
    }

    /// Relative to the largest, so that it stays finite; an infinite one is what it is.
    private static double exponential(double value, double largest) {
        return StrictMath.exp(Double.isInfinite(largest) ? value : value - largest);
    }

    private Tensor integers(Tensor x, TensorType type, Reduction reduction) {
        long[] values = new long[type.shape().elementCount()];
        Arrays.fill(values, kind == Kind.MIN ? type.dtype().max() : kind == Kind.PROD ? 1 : 0);
        reduction.forEach(x.shape(), (from, to) -> {
            long value = x.longAt(from);
            values[to] = switch (kind) {
                case MIN -> Math.min(values[to], value);
                case PROD -> values[to] * value;
                case L1 -> values[to] + Math.abs(value);
                case SUM_SQUARE -> values[to] + value * value;
                case SUM, L2, LOG_SUM, LOG_SUM_EXP -> values[to] + value;
            };
        });
        if (type.dtype() != DType.BOOL) {
            Arrays.setAll(values, i -> Elementwise.wrap(values[i], type.dtype()));
        }
        return Tensor.ofLongs(type.dtype(), type.shape(), values);
    }
}
