package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/// Entries of an axis by index: `x, indices` gives `[axes before, axes of the indices, axes behind]`; negative indices
/// count from the end (ONNX Gather).
public record Gather(int axis) implements Op {
    static Gather from(Attributes attributes) {
        return new Gather(attributes.only("axis").integer("axis", 0));
    }

    @Override
    public String word() {
        return "gather";
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
        Require.type("indices", indices, DType.I32, DType.I64);
        int gathered = x.shape().axis(axis);
        IntStream before = IntStream.range(0, gathered).map(x.shape()::size);
        IntStream behind = IntStream.range(gathered + 1, x.shape().rank()).map(x.shape()::size);
        IntStream between = IntStream.of(indices.shape().sizes());
        return List.of(x.with(Shape.of(IntStream.concat(IntStream.concat(before, between), behind).toArray())));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        Tensor x = inputs.at(0);
        Shape shape = infer(Operand.of(inputs)).getFirst().shape();
        int gathered = x.shape().axis(axis);
        int[] strides = x.shape().strides();
        int[] positions = positions(inputs.at(1), x.shape().size(gathered), strides[gathered]);
        Tensor entries = Movement.of(
                x,
                x.shape().with(gathered, positions.length),
                k -> k == gathered ? positions : Movement.walk(x.shape().size(k), 0, strides[k]));
        return List.of(entries.reshaped(shape));
    }

    private static int[] positions(Tensor indices, int size, int stride) {
        int[] table = new int[indices.size()];
        for (int i = 0; i < table.length; i++) {
            table[i] = Vectors.counted(indices.longAt(i), size) * stride;
        }
        return table;
    }
}
