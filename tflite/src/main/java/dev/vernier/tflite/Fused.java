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

    /// Adds a function of what the graph calls so.
    static void make(Draft draft, int place, byte function, String x) {
        switch (function) {
            case ActivationFunctionType.RELU -> draft.make(place, new Relu(), x);
            case ActivationFunctionType.RELU6 -> clip(draft, place, x, 0, 6);
            case ActivationFunctionType.RELU_N1_TO_1 -> clip(draft, place, x, -1, 1);
            case ActivationFunctionType.TANH -> draft.make(place, new Tanh(), x);
            default -> throw new IllegalArgumentException("fused with function " + function
                    + ", needed none, RELU, RELU6, RELU_N1_TO_1 or TANH");
        }
    }

    /// Adds min(max(x, low), high).
    static void clip(Draft draft, int place, String x, float low, float high) {
        draft.make(place, new Clip(), x, draft.constant(draft.wish(place) + "/low", Tensor.scalar(low)),
                draft.constant(draft.wish(place) + "/high", Tensor.scalar(high)));
    }
}
