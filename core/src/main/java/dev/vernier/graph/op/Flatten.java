package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// A matrix `[product of the axes before, product of the others]`; the axis may be negative or the rank (ONNX Flatten).
public record Flatten(int axis) implements Op {
    static Flatten from(Attributes attributes) {
        return new Flatten(attributes.only("axis").integer("axis", 1));
    }

    @Override
    public String word() {
        return "flatten";
    }

    @Override
    public Attributes attributes() {
        return axis == 1 ? Attributes.NONE : Attributes.NONE.with("axis", axis);
    }

    @Override
    public boolean movesValues() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Shape shape = inputs.at(0).shape();
        int rank = shape.rank();
        if (axis < -rank || axis > rank) {
            throw new IllegalArgumentException(
                    "axis = " + axis + " of shape " + shape + ", needed " + -rank + " to " + rank);
        }
        int split = axis < 0 ? axis + rank : axis;
        return List.of(inputs.at(0).type().with(Shape.of(shape.count(0, split), shape.count(split, rank))));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        return List.of(inputs.at(0).reshaped(infer(Operand.of(inputs)).getFirst().shape()));
    }
}
