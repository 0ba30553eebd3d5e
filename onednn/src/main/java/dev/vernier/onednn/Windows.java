package dev.vernier.onednn;

import dev.vernier.graph.op.Window;
import dev.vernier.tensor.Shape;
import java.util.List;

/// A window as oneDNN takes it: dilations count the gaps between taps, paddings are explicit.
final class Windows {
    private static final int SPATIAL = 2;

    private Windows() {}

    static long[] kernel(Window window) {
        return toLongs(window.kernel());
    }

    static long[] strides(Window window) {
        return toLongs(window.strides());
    }

    static long[] dilations(Window window) {
        return window.dilations().stream().mapToLong(dilation -> dilation - 1).toArray();
    }

    static long[] before(Window window, Shape input) {
        long[] before = new long[window.spatialRank()];
        for (int axis = 0; axis < before.length; axis++) {
            before[axis] = window.before(axis, input.size(axis + SPATIAL));
        }
        return before;
    }

    static long[] after(Window window, Shape input) {
        long[] after = new long[window.spatialRank()];
        for (int axis = 0; axis < after.length; axis++) {
            after[axis] = window.after(axis, input.size(axis + SPATIAL));
        }
        return after;
    }

    /// How much padding after the last position the windows of `output` positions need, at least what was declared.
    static long[] afterFor(Window window, Shape input, Shape output) {
        long[] after = after(window, input);
        for (int axis = 0; axis < after.length; axis++) {
            int size = input.size(axis + SPATIAL);
            int reach = (output.size(axis + SPATIAL) - 1) * window.strides().get(axis) + window.extent(axis);
            after[axis] = Math.max(after[axis], reach - size - window.before(axis, size));
        }
        return after;
    }

    private static long[] toLongs(List<Integer> values) {
        return values.stream().mapToLong(Integer::longValue).toArray();
    }
}
