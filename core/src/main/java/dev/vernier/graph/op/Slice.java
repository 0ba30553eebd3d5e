package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// A strided part: `x, starts, ends, axes?, steps?` (ONNX Slice). Negative starts and ends count from the end of their
/// axis, all are clamped to it; a negative step walks backwards.
public record Slice() implements Op {
    static Slice from(Attributes attributes) {
        attributes.only();
        return new Slice();
    }

    @Override
    public String word() {
        return "slice";
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
        for (Range range : ranges(inputs)) {
            shape = shape.with(range.axis, range.count);
        }
        return List.of(inputs.at(0).type().with(shape));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        Tensor x = inputs.at(0);
        Shape shape = infer(Operand.of(inputs)).getFirst().shape();
        int[] strides = x.shape().strides();
        int[] first = new int[strides.length];
        int[] step = strides.clone();
        for (Range range : ranges(Operand.of(inputs))) {
            first[range.axis] = range.first * strides[range.axis];
            step[range.axis] = range.step * strides[range.axis];
        }
        return List.of(Movement.of(x, shape, axis -> Movement.walk(shape.size(axis), first[axis], step[axis])));
    }

    /// `count` positions of an axis, from `first` in steps of `step`.
    private record Range(int axis, int first, int step, int count) {
        static Range of(int axis, int size, long start, long end, long step) {
            if (step == 0) {
                throw new IllegalArgumentException("step 0 along axis " + axis + ", needed another");
            }
            long lowest = step > 0 ? 0 : -1;
            long first = Math.clamp(start < 0 ? start + size : start, Math.min(0, size + lowest), size + lowest);
            long behind = Math.clamp(end < 0 ? end + size : end, lowest, size + lowest);
            long count = Math.max(0, Math.ceilDiv(behind - first, step));
            return new Range(axis, (int) first, count > 1 ? (int) step : 1, (int) count);
        }
    }

    private static List<Range> ranges(Inputs<Operand> inputs) {
        Shape shape = inputs.at(0).shape();
        long[] starts = Vectors.of(inputs, 1, "starts");
        long[] ends = Vectors.of(inputs, 2, "ends");
        Vectors.requireAsMany("ends", ends, "starts", starts.length);
        long[] named = inputs.has(3)
                ? Vectors.of(inputs, 3, "axes")
                : LongStream.range(0, starts.length).toArray();
        Vectors.requireAsMany("axes", named, "starts", starts.length);
        long[] steps = inputs.has(4)
                ? Vectors.of(inputs, 4, "steps")
                : LongStream.generate(() -> 1).limit(starts.length).toArray();
        Vectors.requireAsMany("steps", steps, "starts", starts.length);
        int[] axes = Vectors.axes(named, shape.rank());
        return IntStream.range(0, axes.length)
                .mapToObj(i -> Range.of(axes[i], shape.size(axes[i]), starts[i], ends[i], steps[i]))
                .toList();
    }
}
