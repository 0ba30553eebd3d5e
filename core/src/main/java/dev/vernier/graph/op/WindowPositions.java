package dev.vernier.graph.op;

import dev.vernier.tensor.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Where a sliding window reads: for each tap of the window (its positions in row-major order) and each output position
/// (in row-major order as well) the input position below it. The one place that knows spatial geometry, for any number
/// of spatial axes.
final class WindowPositions {
    /// The tap lies on the padding.
    static final int PADDING = -1;

    /// The tap lies even beyond the padding, which happens where the output's size was rounded up.
    static final int BEYOND = -2;

    private final int[][] sources;

    private WindowPositions(int[][] sources) {
        this.sources = sources;
    }

    /// The taps of a window on an input `[n, c, spatial...]`.
    ///
    /// @throws IllegalArgumentException where the window has another rank, or does not fit
    static WindowPositions of(Window window, Shape input, boolean ceil) {
        int[] outputs = outputSizes(window, input, ceil);
        int[][] sources = {{0}};
        for (int axis = 0; axis < outputs.length; axis++) {
            int positions = input.size(axis + 2);
            int[][] along = along(window, axis, positions, outputs[axis]);
            sources = product(sources, along, positions);
        }
        return new WindowPositions(sources);
    }

    /// The sizes of the spatial axes that a window makes of an input `[n, c, spatial...]`.
    ///
    /// @throws IllegalArgumentException where the window has another rank, or does not fit
    private static int[] outputSizes(Window window, Shape input, boolean ceil) {
        if (input.rank() != window.spatialRank() + 2) {
            throw new IllegalArgumentException("input " + input + " with kernel " + window.kernel() + ", needed rank "
                    + (window.spatialRank() + 2));
        }
        int[] sizes = new int[window.spatialRank()];
        for (int axis = 0; axis < sizes.length; axis++) {
            sizes[axis] = window.outputs(axis, input.size(axis + 2), ceil);
        }
        return sizes;
    }

    /// The shape that a window makes of an input `[n, c, spatial...]` where channels stay apart.
    ///
    /// @throws IllegalArgumentException where the window has another rank, or does not fit
    static Shape outputShape(Window window, Shape input, boolean ceil) {
        int[] spatial = outputSizes(window, input, ceil);
        int[] sizes = input.sizes();
        System.arraycopy(spatial, 0, sizes, 2, spatial.length);
        return Shape.of(sizes);
    }

    /// The shape that pooling over all spatial axes makes.
    ///
    /// @throws IllegalArgumentException where there are none, or they hold nothing
    static Shape pooledToOne(Shape input) {
        if (input.rank() < 3 || input.count(2, input.rank()) == 0) {
            throw new IllegalArgumentException("input " + input + ", needed spatial axes behind batch and channel");
        }
        int[] sizes = input.sizes();
        Arrays.fill(sizes, 2, sizes.length, 1);
        return Shape.of(sizes);
    }

    private static int[][] along(Window window, int axis, int positions, int outputs) {
        int before = window.before(axis, positions);
        int after = window.after(axis, positions);
        int[][] sources = new int[window.kernel().get(axis)][outputs];
        for (int tap = 0; tap < sources.length; tap++) {
            for (int output = 0; output < outputs; output++) {
                int position = output * window.strides().get(axis) - before + tap * window.dilations().get(axis);
                sources[tap][output] = position >= positions + after
                        ? BEYOND
                        : position < 0 || position >= positions ? PADDING : position;
            }
        }
        return sources;
    }

    /// The taps along the axes so far, times those along one more axis with `positions` input positions.
    private static int[][] product(int[][] outer, int[][] inner, int positions) {
        int[][] sources = new int[outer.length * inner.length][outer[0].length * inner[0].length];
        for (int tap = 0; tap < sources.length; tap++) {
            int[] outerTap = outer[tap / inner.length];
            int[] innerTap = inner[tap % inner.length];
            for (int output = 0; output < sources[tap].length; output++) {
                int row = outerTap[output / innerTap.length];
                int column = innerTap[output % innerTap.length];
                boolean inside = row >= 0 && column >= 0;
                sources[tap][output] = inside ? row * positions + column : Math.min(row, Math.min(column, PADDING));
            }
        }
        return sources;
    }

    /// How many positions the window has.
    int count() {
        return sources.length;
    }

    /// How many positions the output has.
    int outputs() {
        return sources[0].length;
    }

    /// The input position below a tap, negative where none is.
    int source(int tap, int output) {
        return sources[tap][output];
    }

    /// The input positions below the taps that lie inside the input, in order.
    IntStream inside(int output) {
        return IntStream.range(0, count()).map(tap -> sources[tap][output]).filter(source -> source >= 0);
    }

    /// How many taps a mean divides by: those inside and, where asked for, those on the padding; at least 1.
    int divisor(int output, boolean countPadding) {
        int least = countPadding ? PADDING : 0;
        int count = 0;
        for (int[] source : sources) {
            count += source[output] >= least ? 1 : 0;
        }
        return Math.max(count, 1);
    }

    /// What each tap reads for each output, zeros on the padding.
    ///
    /// @param from where the channel's input positions begin in `values`
    /// @param columns one row for each tap, from `row` on
    void gather(float[] values, int from, float[][] columns, int row) {
        for (int tap = 0; tap < sources.length; tap++) {
            int[] source = sources[tap];
            float[] column = columns[row + tap];
            for (int output = 0; output < source.length; output++) {
                column[output] = source[output] < 0 ? 0 : values[from + source[output]];
            }
        }
    }

    /// The same for integers, with any value on the padding.
    ///
    /// @param at where in the columns the outputs begin
    void gather(int[] values, int from, int padding, int[][] columns, int row, int at) {
        for (int tap = 0; tap < sources.length; tap++) {
            int[] source = sources[tap];
            int[] column = columns[row + tap];
            for (int output = 0; output < source.length; output++) {
                column[at + output] = source[output] < 0 ? padding : values[from + source[output]];
            }
        }
    }
}
