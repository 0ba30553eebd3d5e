package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;
import java.util.stream.IntStream;

/// Which axes a reduction of `x, axes?` takes together.
///
/// @param shape of the result, the reduced axes with size 1 or left out
/// @param kept the same with size 1, whether they stay or not
record Reduction(Shape shape, Shape kept) {
    /// @param keepAxes whether reduced axes stay, with size 1
    /// @param noneMeansNone whether no axes at all means x itself, not all axes together
    /// @throws IllegalArgumentException where the axes depend on the samples, or are none of x
    static Reduction of(Inputs<Operand> inputs, boolean keepAxes, boolean noneMeansNone) {
        Shape x = inputs.at(0).shape();
        long[] given = inputs.has(1) ? Vectors.of(inputs, 1, "axes") : new long[0];
        return given.length == 0 && !noneMeansNone
                ? of(x, IntStream.range(0, x.rank()).toArray(), keepAxes)
                : of(x, Vectors.axes(given, x.rank()), keepAxes);
    }

    /// @param axes counted from the front
    /// @param keepAxes whether reduced axes stay, with size 1
    static Reduction of(Shape x, int[] axes, boolean keepAxes) {
        boolean[] reduced = new boolean[x.rank()];
        for (int axis : axes) {
            reduced[axis] = true;
        }
        int[] kept = IntStream.range(0, x.rank()).map(axis -> reduced[axis] ? 1 : x.size(axis)).toArray();
        int[] sizes = IntStream.range(0, x.rank())
                .filter(axis -> keepAxes || !reduced[axis])
                .map(axis -> kept[axis])
                .toArray();
        return new Reduction(Shape.of(sizes), Shape.of(kept));
    }

    /// What an operator of these two attributes shows of them in the text form.
    static Attributes attributes(boolean keepAxes, boolean noneMeansNone) {
        Attributes attributes = keepAxes ? Attributes.NONE : Attributes.NONE.with("keep_axes", false);
        return noneMeansNone ? attributes.with("none_means_none", true) : attributes;
    }

    /// What is done with each element.
    interface Elements {
        /// @param from the element's place in x
        /// @param to its result's place
        void at(int from, int to);
    }

    /// Visits every element of x in row-major order.
    void forEach(Shape x, Elements elements) {
        Broadcast.forEach(x, kept, (place, from, to) -> elements.at(from, to));
    }
}
