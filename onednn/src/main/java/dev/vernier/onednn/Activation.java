package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Clip;
import dev.vernier.graph.op.Elu;
import dev.vernier.graph.op.Erf;
import dev.vernier.graph.op.Exp;
import dev.vernier.graph.op.Gelu;
import dev.vernier.graph.op.HardSigmoid;
import dev.vernier.graph.op.HardSwish;
import dev.vernier.graph.op.LeakyRelu;
import dev.vernier.graph.op.PRelu;
import dev.vernier.graph.op.Pointwise;
import dev.vernier.graph.op.Pow;
import dev.vernier.graph.op.Relu;
import dev.vernier.graph.op.Sigmoid;
import dev.vernier.graph.op.Tanh;
import dev.vernier.graph.op.ThresholdedRelu;
import dev.vernier.graph.op.UnaryFunction;
import java.util.Optional;

/// One of oneDNN's functions of one number.
record Activation(int algorithm, float alpha, float beta) {
    static final Activation RELU = new Activation(dnnl_eltwise_relu, 0, 0);
    /// To the nearest whole number, ties to even.
    static final Activation ROUND = new Activation(dnnl_eltwise_round, 0, 0);

    /// What a node computes from each element of its first input; empty where it is no such node.
    static Optional<Activation> of(Node node, PlanBuilder plan) {
        return switch (node.op()) {
            case Clip clip -> bounds(node, plan);
            case PRelu relu -> number(node.input(1), plan).map(slope -> new Activation(dnnl_eltwise_relu, slope, 0));
            case Pow pow -> number(node.input(1), plan).map(Activation::power);
            case UnaryFunction function -> of(function);
            default -> Optional.empty();
        };
    }

    /// The only element of a constant.
    private static Optional<Float> number(String name, PlanBuilder plan) {
        return plan.constant(name).filter(constant -> constant.size() == 1)
                .map(constant -> (float) constant.doubleAt(0));
    }

    private static Activation power(float exponent) {
        return exponent == 2 ? new Activation(dnnl_eltwise_square, 0, 0)
                : exponent == 0.5f ? new Activation(dnnl_eltwise_sqrt, 0, 0)
                        : new Activation(dnnl_eltwise_pow, 1, exponent);
    }

    /// A function as oneDNN has it; empty where it has none.
    private static Optional<Activation> of(UnaryFunction function) {
        return Optional.ofNullable(switch (function) {
            case Relu() -> RELU;
            case LeakyRelu(float alpha) -> new Activation(dnnl_eltwise_relu, alpha, 0);
            case Sigmoid() -> new Activation(dnnl_eltwise_logistic, 0, 0);
            case Tanh() -> new Activation(dnnl_eltwise_tanh, 0, 0);
            case Exp() -> new Activation(dnnl_eltwise_exp, 0, 0);
            case Erf() -> null;
            case Gelu(Gelu.Approximation approximation) -> switch (approximation) {
                case NONE -> new Activation(dnnl_eltwise_gelu_erf, 0, 0);
                case TANH -> new Activation(dnnl_eltwise_gelu_tanh, 0, 0);
            };
            case HardSwish() -> new Activation(dnnl_eltwise_hardswish, 1f / 6, 0.5f);
            case HardSigmoid(float alpha, float beta) -> new Activation(dnnl_eltwise_hardsigmoid, alpha, beta);
            case Elu(float alpha) -> new Activation(dnnl_eltwise_elu, alpha, 0);
            case ThresholdedRelu relu -> null;
            case Pointwise(Pointwise.Kind kind) -> of(kind);
        });
    }

    private static Activation of(Pointwise.Kind kind) {
        return switch (kind) {
            case ABS -> new Activation(dnnl_eltwise_abs, 0, 0);
            case NEG -> linear(-1, 0);
            case ROUND -> ROUND;
            case SQRT -> new Activation(dnnl_eltwise_sqrt, 0, 0);
            case MISH -> new Activation(dnnl_eltwise_mish, 0, 0);
            case SIGN, CEIL, FLOOR, RECIPROCAL, LOG, SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, ASINH, ACOSH, ATANH,
                    SOFTPLUS, SOFTSIGN ->
                null;
        };
    }

    private static Optional<Activation> bounds(Node node, PlanBuilder plan) {
        boolean known = node.inputs().stream().skip(1).allMatch(name -> name.isEmpty() || plan.isConstant(name));
        if (!known) {
            return Optional.empty();
        }
        float low = plan.constant(node.input(1)).map(bound -> (float) bound.doubleAt(0)).orElse(-Float.MAX_VALUE);
        float high = plan.constant(node.input(2)).map(bound -> (float) bound.doubleAt(0)).orElse(Float.MAX_VALUE);
        return low > high ? Optional.empty() : Optional.of(clip(low, high));
    }

    /// Whether it may be applied to codes: what comes out is whole where what goes in is.
    boolean keepsCodes() {
        return algorithm == dnnl_eltwise_clip;
    }

    /// Bounds moved along with what they bound.
    Activation movedBy(int distance) {
        return clip(alpha + distance, beta + distance);
    }

    static Activation clip(float low, float high) {
        return new Activation(dnnl_eltwise_clip, low, high);
    }

    /// scale * x + shift.
    static Activation linear(float scale, float shift) {
        return new Activation(dnnl_eltwise_linear, scale, shift);
    }
}
