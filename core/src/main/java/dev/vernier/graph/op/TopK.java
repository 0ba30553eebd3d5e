package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// The most extreme elements of each line along an axis, the first of equal ones first, and, second output, their indices,
/// int64: `x, k` of numbers (ONNX TopK). NaN counts as larger than any number. They are always sorted.
///
/// @param axis may be negative
/// @param largest whether the largest are meant, not the smallest
public record TopK(int axis, boolean largest) implements Op {
    static TopK from(Attributes attributes) {
        attributes.only("axis", "largest");
        return new TopK(attributes.integer("axis", -1), attributes.flag("largest", true));
    }

    @Override
    public String word() {
        return "top_k";
    }

    @Override
    public Attributes attributes() {
        Attributes attributes = axis == -1 ? Attributes.NONE : Attributes.NONE.with("axis", axis);
        return largest ? attributes : attributes.with("largest", false);
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Operand x = inputs.at(0);
        Require.type("k", inputs.at(1), DType.I64);
        Require.single("k", inputs.at(1));
        int along = x.shape().axis(axis);
        long count = inputs.at(1).known("k").longAt(0);
        if (x.dtype() == DType.BOOL || count < 0 || count > x.shape().size(along)) {
            throw new IllegalArgumentException("k = " + count + " of " + x.type() + ", needed numbers and at most the "
                    + x.shape().size(along) + " along axis " + axis);
        }
        TensorType values = x.type().with(x.shape().with(along, (int) count));
        return List.of(values, values.with(DType.I64));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        TensorType type = infer(Operand.of(inputs)).getFirst();
        Tensor x = inputs.at(0);
        Lines from = Lines.of(x.shape(), axis);
        Lines to = Lines.of(type.shape(), axis);
        long[] indices = new long[type.shape().elementCount()];
        int[] places = new int[indices.length];
        for (int line = 0; line < to.count(); line++) {
            int first = from.first(line);
            int[] order = order(x, first, from.step(), from.size());
            for (int k = 0; k < to.size(); k++) {
                int place = to.first(line) + k * to.step();
                indices[place] = order[k];
                places[place] = first + order[k] * from.step();
            }
        }
        Tensor values = Movement.at(x, places, type.shape());
        return List.of(values, Tensor.ofI64(type.shape(), indices));
    }

    /// The indices of a line's elements, the most extreme first.
    private int[] order(Tensor x, int first, int step, int size) {
        Comparator<Integer> ascending = x.dtype().isFloat()
                ? Comparator.comparingDouble(i -> x.doubleAt(first + i * step) + 0.0)
                : Comparator.comparingLong(i -> x.longAt(first + i * step));
        return IntStream.range(0, size).boxed()
                .sorted(largest ? ascending.reversed() : ascending)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
