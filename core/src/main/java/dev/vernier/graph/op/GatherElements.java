package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// Elements along an axis by index, `x, indices`: the element at `[i, j, ...]` is x's with the index there instead of the
/// axis's own; negative indices count from the end (ONNX GatherElements).
///
/// @param axis may be negative
public record GatherElements(int axis) implements Op {
    static GatherElements from(Attributes attributes) {
        return new GatherElements(attributes.only("axis").integer("axis", 0));
    }

    @Override
    public String word() {
        return "gather_elements";
    }

    @Override
    public Attributes attributes() {
        return axis == 0 ? Attributes.NONE : Attributes.NONE.with("axis", axis);
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        TensorType x = inputs.at(0).type();
        ElementPlaces.require(x.shape(), inputs.at(1), axis);
        return List.of(x.with(inputs.at(1).shape()));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        Shape shape = infer(Operand.of(inputs)).getFirst().shape();
        int[] places = ElementPlaces.of(inputs.at(0).shape(), inputs.at(1), axis);
        return List.of(Movement.at(inputs.at(0), places, shape));
    }
}
