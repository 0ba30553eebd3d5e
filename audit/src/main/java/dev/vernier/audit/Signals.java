package dev.vernier.audit;

import dev.vernier.audit.cause.LayerMatching;
import dev.vernier.audit.error.TensorError;
import dev.vernier.audit.error.TensorErrors;
import dev.vernier.convert.Crew;
import dev.vernier.data.Listener;
import dev.vernier.data.Loader;
import dev.vernier.graph.Graph;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.run.Engine;
import java.util.Map;

/// Measures on a few samples what quantization does to each tensor.
public final class Signals {
    private static final int SAMPLES = 64;

    private Signals() {}

    /// By tensor, in the quantization's order; of no tensor where the engine cannot run the model.
    ///
    /// @param reference with batch norm folded
    public static Map<String, TensorError> measure(Graph reference, QuantizedModel model, Engine engine, Loader samples,
            Crew crew, Listener listener) {
        Map<String, String> same = LayerMatching.of(reference, model.graph()).all(reference, model.graph());
        Loader few = samples.first(SAMPLES);
        try {
            return listener.during("errors of tensors", few.dataset().size(),
                    progress -> new TensorErrors(reference, model, same)
                            .measure(engine, few, crew.threads(), progress));
        } catch (IllegalArgumentException unfit) {
            return Map.of();
        }
    }
}
