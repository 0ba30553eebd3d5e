package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// Axes of size 1 inserted: `x, axes`, counted in the output (ONNX Unsqueeze).
public record Unsqueeze() implements Op {
    static Unsqueeze from(Attributes attributes) {
        attributes.only();
        return new Unsqueeze();
    }

    @Override
    public String word() {
        return "unsqueeze";
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
        long[] axes = Vectors.of(inputs, 1, "axes");
        int[] sizes = new int[shape.rank() + axes.length];
        for (int inserted : Vectors.axes(axes, sizes.length)) {
            sizes[inserted] = 1;
        }
        int next = 0;
        for (int axis = 0; axis < sizes.length; axis++) {
            sizes[axis] = sizes[axis] == 1 ? 1 : shape.size(next++);
        }
        return List.of(inputs.at(0).type().with(Shape.of(sizes)));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        return List.of(inputs.at(0).reshaped(infer(Operand.of(inputs)).getFirst().shape()));
    }
}
