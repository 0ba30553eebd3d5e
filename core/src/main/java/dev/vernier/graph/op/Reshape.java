package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/// The same elements in the shape given by `x, shape`: 0 copies the size of the same axis (unless `allowZero`), one -1
/// takes what is left (ONNX Reshape).
public record Reshape(boolean allowZero) implements Op {
    static Reshape from(Attributes attributes) {
        return new Reshape(attributes.only("allow_zero").flag("allow_zero", false));
    }

    @Override
    public String word() {
        return "reshape";
    }

    @Override
    public Attributes attributes() {
        return allowZero ? Attributes.NONE.with("allow_zero", true) : Attributes.NONE;
    }

    @Override
    public boolean movesValues() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Operand x = inputs.at(0);
        return List.of(x.type().with(shape(x.shape(), Vectors.of(inputs, 1, "shape"))));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        return List.of(inputs.at(0).reshaped(shape(inputs.at(0).shape(), Vectors.of(inputs.at(1), "shape"))));
    }

    private Shape shape(Shape from, long[] target) {
        long[] sizes = target.clone();
        int open = -1;
        long known = 1;
        for (int axis = 0; axis < sizes.length; axis++) {
            if (sizes[axis] == 0 && !allowZero) {
                sizes[axis] = axis < from.rank() ? from.size(axis) : -2;
            }
            if (sizes[axis] == -1 && open < 0) {
                open = axis;
            } else if (sizes[axis] < 0) {
                throw unfit(from, target);
            } else {
                known = Math.min(known * Math.min(sizes[axis], Integer.MAX_VALUE), Integer.MAX_VALUE);
            }
        }
        if (open >= 0) {
            if (known == 0 || from.elementCount() % known != 0) {
                throw unfit(from, target);
            }
            sizes[open] = from.elementCount() / known;
        }
        Shape shape = Shape.of(sizes);
        if (shape.elementCount() != from.elementCount()) {
            throw unfit(from, target);
        }
        return shape;
    }

    private static IllegalArgumentException unfit(Shape from, long[] target) {
        return new IllegalArgumentException("shape " + Arrays.toString(target) + " of " + from + " with "
                + from.elementCount() + " elements, needed as many, at most one -1, and 0 only where x has an axis");
    }
}
