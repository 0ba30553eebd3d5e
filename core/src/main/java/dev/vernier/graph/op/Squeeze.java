package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/// Axes of size 1 removed: `x, axes?`; all of them where no axes are given (ONNX Squeeze).
public record Squeeze() implements Op {
    static Squeeze from(Attributes attributes) {
        attributes.only();
        return new Squeeze();
    }

    @Override
    public String word() {
        return "squeeze";
    }

    @Override
    public Attributes attributes() {
        return Attributes.NONE;
    }

    @Override
    public boolean movesValues() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Shape shape = inputs.at(0).shape();
        int rank = shape.rank();
        int[] axes = inputs.has(1)
                ? Vectors.axes(Vectors.of(inputs, 1, "axes"), rank)
                : IntStream.range(0, rank).filter(axis -> shape.size(axis) == 1).toArray();
        for (int axis : axes) {
            if (shape.size(axis) != 1) {
                throw new IllegalArgumentException("axis " + axis + " of shape " + shape + ", needed one of size 1");
            }
        }
        int[] kept = IntStream.range(0, rank)
                .filter(axis -> IntStream.of(axes).noneMatch(removed -> removed == axis))
                .map(shape::size)
                .toArray();
        return List.of(inputs.at(0).type().with(Shape.of(kept)));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        return List.of(inputs.at(0).reshaped(infer(Operand.of(inputs)).getFirst().shape()));
    }
}
