package dev.vernier.audit;

import dev.vernier.audit.error.Saturation;
import dev.vernier.convert.Crew;
import dev.vernier.data.Listener;
import dev.vernier.data.Loader;
import dev.vernier.graph.Graph;
import dev.vernier.quant.QuantizedModel;

/// Counts on a few samples what would saturate on CPUs without VNNI.
final class SaturationCount {
    private static final int SAMPLES = 32;

    /// What the reference interpreter does in a second or two.
    private static final long MULTIPLY_ADDS = 2_000_000_000;

    private SaturationCount() {}

    /// As many samples as are quickly done; none where the weights alone say that nothing can saturate.
    static Saturation of(QuantizedModel model, Loader samples, Crew crew, Listener listener) {
        Graph integer = model.integer();
        Saturation possible = Saturation.possible(integer);
        if (possible.possible().isEmpty()) {
            return possible;
        }
        int affordable = Math.clamp(MULTIPLY_ADDS / Math.max(MultiplyAdds.of(integer), 1), 1, SAMPLES);
        Loader few = samples.first(affordable);
        return listener.during("saturating sums", few.dataset().size(),
                progress -> Saturation.count(integer, few, crew.threads(), progress));
    }
}
