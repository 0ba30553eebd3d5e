package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// The sizes of the axes `from` to `to` (ONNX Shape; both may be negative or out of range) as an int64 vector; `to`
/// Integer.MAX_VALUE is the end.
public record ShapeOf(int from, int to) implements Op {
    /// The sizes of the axes asked for, of a tensor of this shape.
    public Tensor of(Shape shape) {
        throw new IllegalStateException(word());
    }

    @Override
    public String word() {
        return "shape";
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
