package dev.vernier.pairs;

import java.util.ArrayList;
import java.util.List;

/// A convolution without the taps that lie on padding at every output position, and without padding that no tap reaches:
/// what a window of 3 by 3 does to images of a single pixel is done by its middle alone.
///
/// @param geometry of the taps that are left
/// @param first of them along each spatial axis
/// @param kernel taps along the spatial axes before
public record Trim(Geometry geometry, List<Integer> first, List<Integer> kernel) {
    public static Trim of(Geometry whole) {
        List<Integer> first = new ArrayList<>();
        List<Integer> kernel = new ArrayList<>();
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        for (int axis = 0; axis < Geometry.AXES; axis++) {
            int from = 0;
            int to = whole.kernel().get(axis) - 1;
            while (from < to && !reaches(whole, axis, from)
                    && (from + 1) * whole.dilations().get(axis) <= whole.before().get(axis)) {
                from++;
            }
            while (to > from && !reaches(whole, axis, to)) {
                to--;
            }
            first.add(from);
            kernel.add(to - from + 1);
            before.add(whole.before().get(axis) - from * whole.dilations().get(axis));
            int end = (whole.output().get(axis) - 1) * whole.strides().get(axis)
                    + (to - from) * whole.dilations().get(axis) + 1;
            after.add(Math.max(end - before.getLast() - whole.input().get(axis), 0));
        }
        return new Trim(new Geometry(whole.images(), whole.channels(), whole.outputs(), whole.groups(), whole.input(),
                whole.output(), kernel, whole.strides(), whole.dilations(), before, after), first, whole.kernel());
    }

    private static boolean reaches(Geometry whole, int axis, int tap) {
        int place = tap * whole.dilations().get(axis) - whole.before().get(axis);
        for (int output = 0; output < whole.output().get(axis); output++) {
            int position = place + output * whole.strides().get(axis);
            if (position >= 0 && position < whole.input().get(axis)) {
                return true;
            }
        }
        return false;
    }

    /// How many there were.
    int taps() {
        return kernel.get(0) * kernel.get(1) * kernel.get(2);
    }

    /// The weights of the taps that are left, of all weights `[outputs, channels / groups, taps]`.
    int[] weights(int[] all) {
        int taps = taps();
        int[] left = new int[all.length / taps * geometry.taps()];
        int next = 0;
        for (int filter = 0; filter < all.length / taps; filter++) {
            for (int depth = 0; depth < geometry.kernel().get(0); depth++) {
                for (int row = 0; row < geometry.kernel().get(1); row++) {
                    int line = ((depth + first.get(0)) * kernel.get(1) + row + first.get(1)) * kernel.get(2);
                    System.arraycopy(all, filter * taps + line + first.get(2), left, next, geometry.kernel().get(2));
                    next += geometry.kernel().get(2);
                }
            }
        }
        return left;
    }
}
