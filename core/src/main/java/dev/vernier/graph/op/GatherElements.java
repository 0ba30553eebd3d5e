package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
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
        Operand indices = inputs.at(1);
        Require.type("indices", indices, DType.I64, DType.I32);
        int along = x.shape().axis(axis);
        boolean fits = indices.shape().rank() == x.shape().rank();
        for (int k = 0; fits && k < x.shape().rank(); k++) {
            fits = k == along || indices.shape().size(k) <= x.shape().size(k);
        }
        if (!fits) {
            throw new IllegalArgumentException("indices of type " + indices.type() + ", needed a shape within "
                    + x.shape() + " but for axis " + axis);
        }
        return List.of(x.with(indices.shape()));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        Shape shape = infer(Operand.of(inputs)).getFirst().shape();
        Tensor x = inputs.at(0);
        int along = x.shape().axis(axis);
        int size = x.shape().size(along);
        int[] steps = x.shape().strides();
        int[] strides = shape.strides();
        int[] places = new int[shape.elementCount()];
        for (int place = 0; place < places.length; place++) {
            long index = inputs.at(1).longAt(place);
            if (index < -size || index >= size) {
                throw new IllegalArgumentException("index " + index + ", needed " + -size + " to " + (size - 1));
            }
            for (int k = 0; k < steps.length; k++) {
                long own = k == along ? index < 0 ? index + size : index : place / strides[k] % shape.size(k);
                places[place] += (int) own * steps[k];
            }
        }
        return List.of(Movement.of(x, Shape.of(places.length), k -> places).reshaped(shape));
    }
}
