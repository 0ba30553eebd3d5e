package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;

import dev.vernier.graph.op.Window;
import dev.vernier.tensor.Shape;
import java.util.function.Predicate;

/// Where oneDNN 3.11's brgemm convolutions are wrong. Its other convolutions compute such layers.
///
/// - On CPUs with AVX-512, float and integer: of a single channel they copy a row of taps or a whole window to sum them like
///   channels ("reduced lowering"), and then take too little where outputs are few, and padded signed codes wrongly. The one
///   for AVX2, which is offered next, takes other channels' scales in groups.
/// - On CPUs with AMX, integer: where a single column comes out, they take the rows of the copied input to be as far apart
///   as the window's width times the stride, although the copy is as wide as the window alone; a single plane between padded
///   ones is taken for another; and of several groups some tall inputs come out wrong.
final class BrgemmFaults {
    private static final String FORWARD = "brg_conv_fwd";
    private static final String AMX = "amx";

    /// The rank of samples that consist of planes: `[n, c, d, h, w]`.
    private static final int PLANES = 5;

    private BrgemmFaults() {}

    /// Of oneDNN's implementations, by the names it gives them, those that compute a convolution rightly.
    ///
    /// @param channels those of a group that a sum goes over
    /// @param x what goes in, `[n, c, ...]`
    /// @param y what comes out
    static Predicate<String> sound(Window window, int channels, Shape x, Shape y) {
        boolean lowers = lowers(window, channels);
        boolean strays = strays(window, channels, x, y);
        return implementation -> !implementation.startsWith(FORWARD)
                || !lowers && !(strays && implementation.contains(AMX));
    }

    private static boolean lowers(Window window, int channels) {
        return channels == 1 && window.kernel().stream().anyMatch(taps -> taps > 1)
                && window.dilations().getLast() == 1
                && (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core) == dnnl_cpu_isa_avx512_core;
    }

    private static boolean strays(Window window, int channels, Shape x, Shape y) {
        boolean isColumn = y.size(y.rank() - 1) == 1 && window.strides().getLast() > 1;
        boolean isPlane = x.rank() == PLANES && x.size(2) == 1 && window.kernel().getFirst() > 1;
        return isColumn || isPlane || x.size(1) > channels;
    }
}
