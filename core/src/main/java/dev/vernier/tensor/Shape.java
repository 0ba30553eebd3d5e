package dev.vernier.tensor;

import java.util.Arrays;
import java.util.StringJoiner;

/// The sizes of a tensor's axes, outermost first. An axis may vary with the batch size n: a negative size -k stands for
/// k * n, so that [#N] is n itself. A shape without such an axis is *concrete*; only concrete shapes belong to tensors.
/// The scalar shape `[]` has rank 0 and one element.
public final class Shape {
    /// The size of an axis that is the batch size.
    public static final int N = -1;

    /// The shape of a scalar.
    public static final Shape SCALAR = new Shape(new int[0]);

    private final int[] sizes;

    private Shape(int[] sizes) {
        this.sizes = sizes;
    }

    /// @throws IllegalArgumentException where a concrete shape has more than 2^31 - 1 elements
    public static Shape of(int... sizes) {
        Shape shape = new Shape(sizes.clone());
        if (shape.isConcrete()) {
            shape.elementCount();
        }
        return shape;
    }

    /// The same from 64-bit sizes, as files hold them.
    ///
    /// @throws IllegalArgumentException where a size is negative or the shape has more than 2^31 - 1 elements
    public static Shape of(long[] sizes) {
        int[] checked = new int[sizes.length];
        for (int axis = 0; axis < sizes.length; axis++) {
            if (sizes[axis] < 0 || sizes[axis] > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("shape " + Arrays.toString(sizes) + ": size " + sizes[axis]
                        + " at axis " + axis + ", needed 0 to " + Integer.MAX_VALUE);
            }
            checked[axis] = (int) sizes[axis];
        }
        return of(checked);
    }

    public int rank() {
        return sizes.length;
    }

    /// The size of an axis; negative where it varies with the batch.
    public int size(int axis) {
        return sizes[axis];
    }

    public int[] sizes() {
        return sizes.clone();
    }

    /// Whether no axis varies with the batch.
    public boolean isConcrete() {
        for (int size : sizes) {
            if (size < 0) {
                return false;
            }
        }
        return true;
    }

    /// The number of elements of a concrete shape.
    ///
    /// @throws IllegalArgumentException where the shape is not concrete, or has more than 2^31 - 1 elements
    public int elementCount() {
        return count(0, sizes.length);
    }

    /// The product of the sizes of the axes `from` to `to` (exclusive).
    ///
    /// @throws IllegalArgumentException where one of them varies with the batch, or the product exceeds 2^31 - 1
    public int count(int from, int to) {
        long count = 1;
        boolean empty = false;
        for (int axis = from; axis < to; axis++) {
            if (sizes[axis] < 0) {
                throw new IllegalArgumentException("shape " + this + " varies with the batch");
            }
            if (sizes[axis] == 0) {
                empty = true;
            } else if ((count *= sizes[axis]) > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "shape " + this + " has more than " + Integer.MAX_VALUE + " elements");
            }
        }
        return empty ? 0 : (int) count;
    }

    /// The shape at batch size `batch`: every size -k becomes k * batch.
    public Shape at(int batch) {
        if (isConcrete()) {
            return this;
        }
        int[] bound = sizes.clone();
        for (int axis = 0; axis < bound.length; axis++) {
            if (bound[axis] < 0) {
                bound[axis] = Math.multiplyExact(-bound[axis], batch);
            }
        }
        return of(bound);
    }

    /// The same shape with another size at one axis.
    public Shape with(int axis, int size) {
        int[] changed = sizes.clone();
        changed[axis] = size;
        return of(changed);
    }

    /// An axis counted from the front: `axis` itself, or `axis + rank` where it is negative.
    ///
    /// @throws IllegalArgumentException where it lies outside [-rank, rank)
    public int axis(long axis) {
        if (axis < -rank() || axis >= rank()) {
            throw new IllegalArgumentException(
                    "axis " + axis + " of shape " + this + ", needed " + -rank() + " to " + (rank() - 1));
        }
        return (int) (axis < 0 ? axis + rank() : axis);
    }

    /// The distance between neighbours along each axis of a dense row-major tensor of this shape.
    public int[] strides() {
        int[] strides = new int[sizes.length];
        int stride = 1;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= Math.max(sizes[axis], 1);
        }
        return strides;
    }

    /// The shape that both broadcast to (ONNX, "Multidirectional Broadcasting"; the same as NumPy's rule).
    ///
    /// @throws IllegalArgumentException where two sizes differ and neither is 1
    public static Shape broadcast(Shape left, Shape right) {
        int rank = Math.max(left.rank(), right.rank());
        int[] sizes = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            int a = axis < rank - left.rank() ? 1 : left.size(axis - rank + left.rank());
            int b = axis < rank - right.rank() ? 1 : right.size(axis - rank + right.rank());
            if (a != b && a != 1 && b != 1) {
                throw new IllegalArgumentException("shapes " + left + " and " + right + " do not broadcast");
            }
            sizes[axis] = a == 1 ? b : a;
        }
        return of(sizes);
    }

    /// Reads the text form: `[n, 3, 32, 32]`, `[]`, `[16n, 8]`.
    ///
    /// @throws IllegalArgumentException where the text is no shape
    public static Shape parse(String text) {
        String trimmed = text.trim();
        if (!trimmed.startsWith("[") || !trimmed.endsWith("]")) {
            throw new IllegalArgumentException("shape " + text + ", needed sizes in brackets such as [n, 3, 32, 32]");
        }
        String inner = trimmed.substring(1, trimmed.length() - 1).trim();
        if (inner.isEmpty()) {
            return SCALAR;
        }
        String[] words = inner.split(",");
        int[] sizes = new int[words.length];
        for (int axis = 0; axis < words.length; axis++) {
            sizes[axis] = parseSize(words[axis].trim(), text);
        }
        return of(sizes);
    }

    private static int parseSize(String word, String text) {
        boolean perBatch = word.endsWith("n");
        String digits = perBatch ? word.substring(0, word.length() - 1) : word;
        if (perBatch && digits.isEmpty()) {
            return N;
        }
        try {
            int size = Integer.parseUnsignedInt(digits);
            if (size >= 0) {
                return perBatch ? -size : size;
            }
        } catch (NumberFormatException notANumber) {
            // falls through to the one message below
        }
        throw new IllegalArgumentException(
                "shape " + text + ": size " + word + ", needed a number, n or a multiple such as 4n");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape that && Arrays.equals(sizes, that.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "[", "]");
        for (int size : sizes) {
            text.add(size >= 0 ? Integer.toString(size) : size == N ? "n" : -size + "n");
        }
        return text.toString();
    }
}
