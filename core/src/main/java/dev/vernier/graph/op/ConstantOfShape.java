package dev.vernier.graph.op;

import dev.vernier.tensor.Tensor;
import java.util.List;

/// One value at every position of the shape given; value is a one-element tensor.
public record ConstantOfShape(Tensor value) implements Op {
    @Override
    public String word() {
        return "constant_of_shape";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        throw new IllegalStateException(word());
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        throw new IllegalStateException(word());
    }
}
