package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/// Whether `a` and `b` of one type stand in a relation, broadcasting: a truth value for each pair (ONNX Equal, Less,
/// LessOrEqual, Greater, GreaterOrEqual). NaN stands in none; truth values are only asked whether they are equal.
public record Comparison(Relation relation) implements Op {
    /// The relations, called in the text form as here.
    public enum Relation {
        EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// @param order of the left operand to the right one: negative where it is less, 0 where it is equal
        private boolean holds(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
            };
        }
    }

    static Comparison from(Relation relation, Attributes attributes) {
        attributes.only();
        return new Comparison(relation);
    }

    @Override
    public String word() {
        return relation.word();
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
        TensorType left = inputs.at(0).type();
        TensorType right = inputs.at(1).type();
        if (left.dtype() != right.dtype() || left.dtype() == DType.BOOL && relation != Relation.EQUAL) {
            throw new IllegalArgumentException(
                    "operands of types " + left + " and " + right + ", needed numbers of one type");
        }
        return List.of(new TensorType(DType.BOOL, Shape.broadcast(left.shape(), right.shape())));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        infer(Operand.of(inputs));
        Tensor left = inputs.at(0);
        Tensor right = inputs.at(1);
        return List.of(Elementwise.truths(left.shape(), right.shape(), left.dtype().isFloat()
                ? (i, j) -> holds(left.doubleAt(i), right.doubleAt(j))
                : (i, j) -> relation.holds(Long.compare(left.longAt(i), right.longAt(j)))));
    }

    private boolean holds(double left, double right) {
        if (left == right) {
            return relation.holds(0);
        }
        return left < right ? relation.holds(-1) : left > right && relation.holds(1);
    }
}
