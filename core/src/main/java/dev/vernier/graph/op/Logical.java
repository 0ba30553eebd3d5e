package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/// A truth value for each pair of truth values of `a` and `b`, broadcasting (ONNX And, Or, Xor).
public record Logical(Connective connective) implements Op {
    /// The connectives, called in the text form as here.
    public enum Connective {
        AND, OR, XOR;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Logical from(Connective connective, Attributes attributes) {
        attributes.only();
        return new Logical(connective);
    }

    @Override
    public String word() {
        return connective.word();
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Require.type("a", inputs.at(0), DType.BOOL);
        Require.type("b", inputs.at(1), DType.BOOL);
        return List.of(new TensorType(
                DType.BOOL, Shape.broadcast(inputs.at(0).shape(), inputs.at(1).shape())));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        infer(Operand.of(inputs));
        Tensor left = inputs.at(0);
        Tensor right = inputs.at(1);
        return List.of(Elementwise.truths(left.shape(), right.shape(),
                (i, j) -> holds(left.longAt(i) != 0, right.longAt(j) != 0)));
    }

    private boolean holds(boolean a, boolean b) {
        return switch (connective) {
            case AND -> a && b;
            case OR -> a || b;
            case XOR -> a != b;
        };
    }
}
