package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// x repeated along axes of size 1: `x, shape` gives the shape that both broadcast to (ONNX Expand).
public record Expand() implements Op {
    static Expand from(Attributes attributes) {
        attributes.only();
        return new Expand();
    }

    @Override
    public String word() {
        return "expand";
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
        Operand x = inputs.at(0);
        return List.of(x.type().with(Shape.broadcast(x.shape(), Shape.of(Vectors.of(inputs, 1, "shape")))));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        Tensor x = inputs.at(0);
        Shape shape = infer(Operand.of(inputs)).getFirst().shape();
        int[] strides = x.shape().strides();
        int added = shape.rank() - x.shape().rank();
        return List.of(Movement.of(x, shape, axis -> {
            boolean repeated = axis < added || x.shape().size(axis - added) == 1;
            return Movement.walk(shape.size(axis), 0, repeated ? 0 : strides[axis - added]);
        }));
    }
}
