package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// Copies of x side by side: `x, repeats`, one number for each axis of x, how often it stands there (ONNX Tile). 0 makes an
/// axis empty.
public record Tile() implements Op {
    static Tile from(Attributes attributes) {
        attributes.only();
        return new Tile();
    }

    @Override
    public String word() {
        return "tile";
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
        TensorType x = inputs.at(0).type();
        long[] repeats = Vectors.of(inputs, 1, "repeats");
        Vectors.requireAsMany("repeats", repeats, "axes", x.shape().rank());
        long[] sizes = new long[repeats.length];
        for (int axis = 0; axis < sizes.length; axis++) {
            if (repeats[axis] < 0 || repeats[axis] > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("repeats " + repeats[axis] + " along axis " + axis + ", needed 0 to "
                        + Integer.MAX_VALUE);
            }
            sizes[axis] = x.shape().size(axis) * repeats[axis];
        }
        return List.of(x.with(Shape.of(sizes)));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        Tensor x = inputs.at(0);
        Shape shape = infer(Operand.of(inputs)).getFirst().shape();
        int[] strides = x.shape().strides();
        return List.of(Movement.of(x, shape, axis -> {
            int[] places = new int[shape.size(axis)];
            Arrays.setAll(places, i -> i % x.shape().size(axis) * strides[axis]);
            return places;
        }));
    }
}
