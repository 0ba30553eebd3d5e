package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/// The sizes of the axes `from` to `to` (exclusive) as an int64 vector (ONNX Shape). Both may be negative, counted
/// from the end, and are clamped to the rank; `to` = [Integer#MAX_VALUE] is the end.
public record ShapeOf(int from, int to) implements Op {
    /// The sizes of the axes asked for, of a tensor of this shape.
    public Tensor of(Shape shape) {
        int first = counted(from, shape.rank());
        int behind = counted(to, shape.rank());
        return Tensor.vector(IntStream.range(first, behind).mapToLong(shape::size).toArray());
    }

    static ShapeOf from(Attributes attributes) {
        attributes.only("from", "to");
        return new ShapeOf(attributes.integer("from", 0), attributes.integer("to", Integer.MAX_VALUE));
    }

    @Override
    public String word() {
        return "shape";
    }

    @Override
    public Attributes attributes() {
        Attributes attributes = from == 0 ? Attributes.NONE : Attributes.NONE.with("from", from);
        return to == Integer.MAX_VALUE ? attributes : attributes.with("to", to);
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        return List.of(TensorType.of(of(inputs.at(0).shape())));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        return List.of(of(inputs.at(0).shape()));
    }

    private static int counted(int axis, int rank) {
        return Math.clamp(axis < 0 ? (long) axis + rank : axis, 0, rank);
    }
}
