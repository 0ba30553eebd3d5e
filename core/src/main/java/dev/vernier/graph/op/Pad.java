package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.LongStream;

/// Positions added around x, `x, pads, value?, axes?` (ONNX Pad): pads holds the numbers before and then the numbers
/// after each axis (or each of `axes`); a negative one removes positions. Without a value the new positions hold 0.
public record Pad(Mode mode) implements Op {
    /// What the new positions hold.
    public enum Mode {
        /// One value.
        CONSTANT,
        /// The nearest element.
        EDGE,
        /// The elements mirrored at the edge element, which is not repeated.
        REFLECT,
        /// The elements from the other end.
        WRAP;

        static Mode parse(String word) {
            for (Mode mode : values()) {
                if (mode.toString().equals(word)) {
                    return mode;
                }
            }
            throw new IllegalArgumentException("mode = " + word + ", known: constant, edge, reflect, wrap");
        }

        /// Which of `size` positions stands at `position`, which may lie outside; negative where none does.
        private int position(int position, int size) {
            return switch (this) {
                case CONSTANT -> position < size ? position : -1;
                case EDGE -> Math.clamp(position, 0, size - 1);
                case REFLECT -> size == 1 ? 0 : mirrored(Math.floorMod(position, 2 * (size - 1)), size);
                case WRAP -> Math.floorMod(position, size);
            };
        }

        private static int mirrored(int phase, int size) {
            return phase < size ? phase : 2 * (size - 1) - phase;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Pad {
        Objects.requireNonNull(mode);
    }

    static Pad from(Attributes attributes) {
        return new Pad(Mode.parse(attributes.only("mode").word("mode", Mode.CONSTANT.toString())));
    }

    @Override
    public String word() {
        return "pad";
    }

    @Override
    public Attributes attributes() {
        return mode == Mode.CONSTANT ? Attributes.NONE : Attributes.NONE.with("mode", mode.toString());
    }

    @Override
    public boolean movesValues() {
        return true;
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Operand x = inputs.at(0);
        inputs.find(2).ifPresent(value -> {
            if (value.dtype() != x.dtype() || value.shape().elementCount() != 1) {
                throw new IllegalArgumentException("value of type " + value.type() + ", needed one " + x.dtype());
            }
        });
        long[][] pads = pads(inputs);
        long[] sizes = new long[x.shape().rank()];
        for (int axis = 0; axis < sizes.length; axis++) {
            int size = x.shape().size(axis);
            sizes[axis] = size + pads[axis][0] + pads[axis][1];
            if (size == 0 && sizes[axis] > 0 && mode != Mode.CONSTANT) {
                throw new IllegalArgumentException(
                        "mode = " + mode + " of shape " + x.shape() + ", needed an element to repeat");
            }
        }
        return List.of(x.type().with(Shape.of(sizes)));
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        Tensor x = inputs.at(0);
        Shape shape = infer(Operand.of(inputs)).getFirst().shape();
        long[][] pads = pads(Operand.of(inputs));
        int[] strides = x.shape().strides();
        Tensor fill = inputs.find(2).orElseGet(() -> zero(x.dtype()));
        return List.of(Movement.of(
                x, shape, axis -> table(shape.size(axis), pads[axis][0], x.shape().size(axis), strides[axis]), fill));
    }

    private int[] table(int count, long before, int size, int stride) {
        int[] table = new int[count];
        for (int i = 0; i < count; i++) {
            int position = mode.position((int) (i - before), size);
            table[i] = position < 0 ? Movement.FILL : position * stride;
        }
        return table;
    }

    private static Tensor zero(DType dtype) {
        return Tensor.wrap(dtype, Shape.SCALAR, Movement.allocate(dtype, Shape.SCALAR));
    }

    /// The numbers before and after each axis.
    private static long[][] pads(Inputs<Operand> inputs) {
        int rank = inputs.at(0).shape().rank();
        long[] named = inputs.has(3) ? Vectors.of(inputs, 3, "axes") : LongStream.range(0, rank).toArray();
        int[] axes = Vectors.axes(named, rank);
        long[] given = Vectors.of(inputs, 1, "pads");
        Vectors.requireAsMany("pads", given, "twice the axes", 2 * axes.length);
        long[][] pads = new long[rank][2];
        for (int i = 0; i < given.length; i++) {
            if (Math.abs(given[i]) > Integer.MAX_VALUE || given[i] == Long.MIN_VALUE) {
                throw new IllegalArgumentException("pad " + given[i] + ", needed at most " + Integer.MAX_VALUE);
            }
            pads[axes[i % axes.length]][i / axes.length] = given[i];
        }
        return pads;
    }
}
