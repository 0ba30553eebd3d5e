package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// One value at every position of the shape given, `shape` (ONNX ConstantOfShape).
///
/// @param value one element; kept as a scalar
public record ConstantOfShape(Tensor value) implements Op {
    private static final Tensor ZERO = Tensor.scalar(0);

    /// @throws IllegalArgumentException where the value is not one element
    public ConstantOfShape {
        if (value.size() != 1) {
            throw new IllegalArgumentException("value of type " + TensorType.of(value) + ", needed one element");
        }
        value = value.reshaped(Shape.SCALAR);
    }

    static ConstantOfShape from(Attributes attributes) {
        return new ConstantOfShape(attributes.only("value").scalar("value", ZERO));
    }

    @Override
    public String word() {
        return "constant_of_shape";
    }

    @Override
    public Attributes attributes() {
        return value.equals(ZERO) ? Attributes.NONE : Attributes.NONE.with("value", value);
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        return List.of(new TensorType(value.dtype(), Shape.of(Vectors.of(inputs, 0, "shape"))));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        Shape shape = Shape.of(Vectors.of(inputs.at(0), "shape"));
        return List.of(Movement.of(value, shape, axis -> Movement.walk(shape.size(axis), 0, 0)));
    }
}
