package dev.vernier.tflite;

import dev.vernier.graph.op.Clip;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.Relu;
import dev.vernier.graph.op.Tanh;
import dev.vernier.tensor.Tensor;
import org.tensorflow.lite.schema.ActivationFunctionType;

/// The activation functions that files fuse with an operator: a graph has them as nodes of their own.
final class Fused {
    private Fused() {}

    /// Adds an operator and the function behind it.
    ///
    /// @param function one of [ActivationFunctionType]
    static void make(Draft draft, int place, byte function, Op op, String... from) {
        if (function == ActivationFunctionType.NONE) {
            draft.make(place, op, from);
        } else {
            make(draft, place, function, draft.between(draft.wish(place) + "/linear", op, from));
        }
    }

    /// Adds an operator and the function behind it, where a step between has the codes of a tensor of the file.
    ///
    /// @return the name of what the function makes, made from `wish`
    static String like(Draft draft, int place, String wish, byte function, Op op, String... from) {
        if (function == ActivationFunctionType.NONE) {
            return draft.like(place, wish, op, from);
        }
        String[] inputs = inputs(draft, place, function, draft.between(wish + "/linear", op, from));
        return draft.like(place, wish, op(function), inputs);
    }

    /// Adds a function of what the graph calls so.
    static void make(Draft draft, int place, byte function, String x) {
        draft.make(place, op(function), inputs(draft, place, function, x));
    }

    private static Op op(byte function) {
        return switch (function) {
            case ActivationFunctionType.RELU -> new Relu();
            case ActivationFunctionType.RELU6, ActivationFunctionType.RELU_N1_TO_1 -> new Clip();
            case ActivationFunctionType.TANH -> new Tanh();
            default -> throw new IllegalArgumentException("fused with function " + function
                    + ", needed none, RELU, RELU6, RELU_N1_TO_1 or TANH");
        };
    }

    private static String[] inputs(Draft draft, int place, byte function, String x) {
        return switch (function) {
            case ActivationFunctionType.RELU6 -> bounded(draft, place, x, 0, 6);
            case ActivationFunctionType.RELU_N1_TO_1 -> bounded(draft, place, x, -1, 1);
            default -> new String[] {x};
        };
    }

    /// Adds min(max(x, low), high).
    static void clip(Draft draft, int place, String x, float low, float high) {
        draft.make(place, new Clip(), bounded(draft, place, x, low, high));
    }

    private static String[] bounded(Draft draft, int place, String x, float low, float high) {
        return new String[] {x, draft.constant(draft.wish(place) + "/low", Tensor.scalar(low)),
            draft.constant(draft.wish(place) + "/high", Tensor.scalar(high))};
    }
}
