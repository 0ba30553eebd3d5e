package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// `x` with other elements in the places that indices name along an axis, `x, indices, updates`: the update at `[i, j, ...]`
/// goes where x has the index there instead of the axis's own; negative indices count from the end, and of updates of one
/// place the last stays (ONNX ScatterElements).
///
/// @param axis may be negative
public record ScatterElements(int axis) implements Op {
    static ScatterElements from(Attributes attributes) {
        return new ScatterElements(attributes.only("axis").integer("axis", 0));
    }

    @Override
    public String word() {
        return "scatter_elements";
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
        Require.type("updates", inputs.at(2), x.with(inputs.at(1).shape()));
        return List.of(x);
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        infer(Operand.of(inputs));
        Tensor x = inputs.at(0);
        return List.of(Movement.with(x, ElementPlaces.of(x.shape(), inputs.at(1), axis), inputs.at(2)));
    }
}
