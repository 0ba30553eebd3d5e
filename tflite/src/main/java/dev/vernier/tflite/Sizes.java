package dev.vernier.tflite;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// Shapes of files, made for one number of samples, as operators of a graph take them for any.
final class Sizes {
    private Sizes() {}

    /// What a reshape is asked for: the first axis stays what it is where the file keeps it.
    static Tensor target(Shape from, Shape to) {
        long[] sizes = IntStream.of(to.sizes()).asLongStream().toArray();
        if (from.rank() > 0 && sizes.length > 0 && from.size(0) == sizes[0]) {
            sizes[0] = 0;
        }
        return Tensor.vector(sizes);
    }

    /// A vector of whole numbers.
    static Tensor vector(IntStream numbers) {
        return Tensor.vector(numbers.asLongStream().toArray());
    }

    /// The shape that a vector of sizes asks of so many elements, one of which may be -1 for what is left.
    ///
    /// @throws IllegalArgumentException where there is none
    static Shape asked(long[] sizes, int elements) {
        long known = LongStream.of(sizes).filter(size -> size != -1).reduce(1, (a, b) -> Math.multiplyExact(a, b));
        return Shape.of(LongStream.of(sizes).map(size -> size != -1 ? size : known == 0 ? 0 : elements / known)
                .toArray());
    }

    /// An axis counted from the front.
    static int axis(long axis, int rank) {
        if (axis < -rank || axis >= rank) {
            throw new IllegalArgumentException("axis " + axis + " of " + rank + ", needed one that is there");
        }
        return (int) (axis < 0 ? axis + rank : axis);
    }
}
