package dev.vernier.onednn;

import dev.vernier.graph.op.Window;
import dev.vernier.tensor.Shape;
import java.util.List;

/// A window as oneDNN takes it: dilations count the gaps between taps, paddings are explicit.
final class WindowArguments {
    private static final int SPATIAL = 2;

    private WindowArguments() {}

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

    /// Whether every window has a tap inside the input along each axis.
    static boolean touchInput(Window window, Shape input, Shape output) {
        for (int axis = 0; axis < window.spatialRank(); axis++) {
            int size = input.size(axis + SPATIAL);
            for (int position = 0; position < output.size(axis + SPATIAL); position++) {
                int first = position * window.strides().get(axis) - window.before(axis, size);
                if (!touches(first, window.dilations().get(axis), window.kernel().get(axis), size)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean touches(int first, int dilation, int taps, int size) {
        for (int tap = 0; tap < taps; tap++) {
            int place = first + tap * dilation;
            if (place >= 0 && place < size) {
                return true;
            }
        }
        return false;
    }

    private static long[] toLongs(List<Integer> values) {
        return values.stream().mapToLong(Integer::longValue).toArray();
    }
}
