package dev.vernier.keras;

import dev.vernier.graph.op.Padding;
import dev.vernier.graph.op.Window;
import dev.vernier.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/// The window of a convolution or pooling, padded as TensorFlow does: `same` gives `ceil(size / stride)` positions, and an odd
/// position of padding goes behind.
///
/// @param more positions that a transposed convolution adds behind the last window
record Windows(Window window, List<Integer> more) {
    Windows {
        more = List.copyOf(more);
    }

    List<Integer> kernel() {
        return window.kernel();
    }

    /// @param x of which a tensor of so many spatial axes is padded, in the graph or `[n, t, c]`
    /// @param size the key of the kernel's size
    static Windows of(LayerCall call, String x, String size, int spatial) {
        Settings settings = call.settings();
        List<Integer> kernel = settings.integers(size, spatial, 2);
        boolean isPool = size.equals("pool_size");
        List<Integer> strides =
                isPool && !settings.has("strides") ? kernel : settings.integers("strides", spatial, 1);
        List<Integer> dilations = settings.integers("dilation_rate", spatial, 1);
        Window bare = new Window(kernel, strides, dilations, Padding.none(spatial));
        Shape stored = call.stored(x);
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        String padding = settings.text("padding", "valid");
        for (int axis = 0; axis < spatial; axis++) {
            int extent = (kernel.get(axis) - 1) * dilations.get(axis) + 1;
            int positions = Math.ceilDiv(stored.size(axis + 1), strides.get(axis));
            int total = switch (padding) {
                case "valid" -> 0;
                case "same" ->
                    Math.max(0, (positions - 1) * strides.get(axis) + extent - stored.size(axis + 1));
                case "causal" -> extent - 1;
                default -> throw settings.unfit("padding", "same or valid");
            };
            before.add(padding.equals("causal") ? total : total / 2);
            after.add(padding.equals("causal") ? 0 : total - total / 2);
        }
        return new Windows(
                new Window(bare.kernel(), strides, dilations, new Padding.Explicit(before, after)), List.of());
    }

    /// That of a transposed convolution, whose output is what a convolution of this window would read: `same` makes
    /// `size * stride` of it, `valid` as much as the windows reach, and no less.
    static Windows transposed(LayerCall call) {
        Settings settings = call.settings();
        List<Integer> kernel = settings.integers("kernel_size", 2, 1);
        List<Integer> strides = settings.integers("strides", 2, 1);
        boolean isSame = switch (settings.text("padding", "valid")) {
            case "same" -> true;
            case "valid" -> false;
            default -> throw settings.unfit("padding", "same or valid");
        };
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        List<Integer> more = new ArrayList<>();
        for (int axis = 0; axis < 2; axis++) {
            int beyond = kernel.get(axis) - strides.get(axis);
            int total = isSame ? Math.max(0, beyond) : 0;
            before.add(total / 2);
            after.add(total - total / 2);
            more.add(Math.max(0, -beyond));
        }
        return new Windows(new Window(kernel, strides, List.of(1, 1), new Padding.Explicit(before, after)), more);
    }
}
