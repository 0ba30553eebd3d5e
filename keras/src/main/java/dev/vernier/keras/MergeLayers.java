package dev.vernier.keras;

import dev.vernier.graph.op.Add;
import dev.vernier.graph.op.Concat;
import dev.vernier.graph.op.Div;
import dev.vernier.graph.op.Max;
import dev.vernier.graph.op.Min;
import dev.vernier.graph.op.Mul;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.Sub;
import dev.vernier.keras.LayerCall.Given;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/// Layers of several tensors, and arithmetic that stands among the layers.
final class MergeLayers {
    private static final String LAMBDA = "TFOpLambda";

    private MergeLayers() {}

    /// A layer of these; empty where it is another one.
    static Optional<String> read(LayerCall call) {
        String kind = call.layer().kind();
        if (!call.layer().isLayer() || call.arguments().stream().anyMatch(Given.Number.class::isInstance)) {
            return Optional.of(arithmetic(call, kind.equals(LAMBDA) ? call.settings().text("function", "") : kind));
        }
        return Optional.ofNullable(switch (kind) {
            case "Add" -> chained(call, new Add());
            case "Subtract" -> pair(call, new Sub());
            case "Multiply" -> chained(call, new Mul());
            case "Maximum" -> chained(call, new Max());
            case "Minimum" -> chained(call, new Min());
            case "Average" -> average(call);
            case "Concatenate" -> concatenated(call);
            case "Divide", "TrueDivide" -> arithmetic(call, kind);
            case LAMBDA -> arithmetic(call, call.settings().text("function", ""));
            default -> null;
        });
    }

    private static String chained(LayerCall call, Op op) {
        return chained(call, call.path(), op);
    }

    private static String chained(LayerCall call, String wish, Op op) {
        List<String> parts = several(call);
        String sum = parts.getFirst();
        for (int i = 1; i < parts.size(); i++) {
            sum = call.graph().add(i == parts.size() - 1 ? wish : call.inner("part"), op, sum, parts.get(i));
        }
        return sum;
    }

    private static String pair(LayerCall call, Op op) {
        if (call.tensors().size() != 2) {
            throw new IllegalArgumentException(call.tensors().size() + " tensors given, needed two");
        }
        return chained(call, op);
    }

    private static String average(LayerCall call) {
        return call.graph().add(call.path(), new Mul(), chained(call, call.inner("sum"), new Add()),
                call.graph().constant(call.inner("share"), Tensor.scalar(1f / call.tensors().size())));
    }

    private static String concatenated(LayerCall call) {
        List<String> parts = several(call);
        return call.graph().add(call.path(), new Concat(call.axisInGraph(parts.getFirst())),
                parts.toArray(String[]::new));
    }

    /// Tensors with as many axes: Keras adds axes to the others in a way that is not known here.
    private static List<String> several(LayerCall call) {
        List<String> parts = call.tensors();
        if (parts.isEmpty() || parts.stream().map(call.graph()::rank).distinct().count() != 1) {
            throw new IllegalArgumentException(
                    "tensors " + parts.stream().map(call.graph()::shape).toList() + ", needed some of as many axes");
        }
        return parts;
    }

    /// `x + 1` and the like, as Keras writes what it finds between layers.
    private static String arithmetic(LayerCall call, String function) {
        Op op = switch (function) {
            case "Add", "math.add", "__operators__.add" -> new Add();
            case "Subtract", "math.subtract", "__operators__.sub" -> new Sub();
            case "Multiply", "math.multiply", "__operators__.mul" -> new Mul();
            case "Divide", "TrueDivide", "math.truediv", "math.divide", "__operators__.truediv" -> new Div();
            default -> throw new IllegalArgumentException(
                    "function " + function + ", known among layers: add, subtract, multiply, divide");
        };
        if (call.arguments().size() != 2) {
            throw new IllegalArgumentException(call.arguments().size() + " operands, needed two");
        }
        several(call);
        return call.graph().add(call.path(), op, operand(call, 0), operand(call, 1));
    }

    private static String operand(LayerCall call, int index) {
        return switch (call.arguments().get(index)) {
            case Given.Named(String tensor) -> tensor;
            case Given.Number(float value) -> call.graph().constant(call.inner("number"), Tensor.scalar(value));
        };
    }
}
