package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;

import dev.vernier.graph.op.Window;
import java.util.function.Predicate;

/// Where oneDNN 3.11's brgemm convolution is wrong, float and integer, on CPUs with AVX-512: of a single channel, it copies a
/// row of taps or a whole window to sum them like channels ("reduced lowering"), and then takes too little where outputs are
/// few, and padded signed codes wrongly. The one for AVX2, which it offers next, takes other channels' scales in groups.
/// oneDNN's other convolutions compute such layers.
final class ReducedLowering {
    private ReducedLowering() {}

    /// Of oneDNN's implementations, by the names it gives them, those that compute a convolution rightly.
    ///
    /// @param channels those of a group that a sum goes over
    static Predicate<String> usable(Window window, int channels) {
        boolean lowers = channels == 1 && window.kernel().stream().anyMatch(taps -> taps > 1)
                && window.dilations().getLast() == 1
                && (dnnl_get_effective_cpu_isa() & dnnl_cpu_isa_avx512_core) == dnnl_cpu_isa_avx512_core;
        return implementation -> !lowers || !implementation.startsWith("brg_conv_fwd");
    }
}
