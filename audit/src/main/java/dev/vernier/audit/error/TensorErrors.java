package dev.vernier.audit.error;

import dev.vernier.calibrate.ChannelMinMax;
import dev.vernier.data.Batch;
import dev.vernier.data.Loader;
import dev.vernier.data.Progress;
import dev.vernier.graph.Graph;
import dev.vernier.quant.Coding;
import dev.vernier.quant.Layer;
import dev.vernier.quant.QParams;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.run.Engine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The errors of all quantized tensors of an int8 model against a float one, on the codes that integer kernels make. Two
/// graphs are run: the int8 model, and the float model with every int8 layer alone beside it. What is kept are sums, so that
/// memory does not grow with the samples.
///
/// @param same the reference's tensor for each of the candidate's that has one, activations and constants, of the same
///     shape; others are not measured
public record TensorErrors(Graph reference, QuantizedModel candidate, Map<String, String> same) {
    private static final int CHANNELS = 1;
    private static final int MOST_CODES = 1 << 16;

    public TensorErrors {
        Map<String, String> quantized = new LinkedHashMap<>(same);
        quantized.keySet().retainAll(candidate.quantization().parameters().keySet());
        same = Collections.unmodifiableMap(quantized);
    }

    /// By tensor, in the quantization's order.
    ///
    /// @throws IllegalArgumentException where the engine cannot run one of the graphs
    public Map<String, TensorError> measure(Engine engine, Loader samples, int threads, Progress progress) {
        Map<String, TensorError> activations = activations(engine, samples, threads, progress);
        Map<String, TensorError> all = new LinkedHashMap<>();
        candidate.quantization().parameters().forEach((name, params) -> {
            if (candidate.graph().isConstant(name)) {
                constant(name, params).ifPresent(error -> all.put(name, error));
            } else if (activations.containsKey(name)) {
                all.put(name, activations.get(name));
            }
        });
        return all;
    }

    private Optional<TensorError> constant(String name, QParams params) {
        Tensor held = candidate.graph().constants().get(name);
        return Optional.ofNullable(same.get(name)).flatMap(reference::constant)
                .filter(meant -> meant.shape().equals(held.shape()))
                .map(meant -> {
                    Tensor codes = Coding.codes(held, params);
                    Sqnr sqnr = Sqnr.of(meant, Coding.reals(codes, params));
                    return new TensorError(sqnr, sqnr, sqnr, use(codes, meant, params), Bins.of(meant),
                            channels(meant, axis(name)));
                });
    }

    private OptionalInt axis(String weight) {
        return candidate.graph().nodes().stream().flatMap(node -> Layer.of(node, candidate.graph()).stream())
                .filter(layer -> layer.weight().equals(weight)).mapToInt(Layer::channelAxis).findFirst();
    }

    private static Optional<ChannelMinMax> channels(Tensor reals, OptionalInt axis) {
        return axis.isPresent() && axis.getAsInt() < reals.shape().rank()
                ? Optional.of(ChannelMinMax.of(reals, axis.getAsInt()))
                : Optional.empty();
    }

    private static CodeUse use(Tensor codes, Tensor reals, QParams params) {
        DType type = params.codes();
        return type.max() - type.min() < MOST_CODES ? CodeUse.of(codes, reals, params) : CodeUse.NONE;
    }

    private Map<String, TensorError> activations(Engine engine, Loader samples, int threads, Progress progress) {
        Map<String, String> wanted = new LinkedHashMap<>(same);
        wanted.keySet().removeIf(candidate.graph()::isConstant);
        IsolatedLayers isolated = IsolatedLayers.of(reference, candidate, wanted);
        if (isolated.made().isEmpty()) {
            return Map.of();
        }
        Graph whole = candidate.integer();
        Graph codes = new Graph(whole.inputs(), whole.constants(), whole.nodes(), List.copyOf(isolated.made().values()))
                .pruned();
        Map<String, TensorError> sums = new LinkedHashMap<>();
        try (Pair pair = new Pair(isolated, engine.open(isolated.graph(), SessionOptions.DEFAULT),
                engine.open(codes, SessionOptions.DEFAULT))) {
            samples.forEachBatch(SessionOptions.MICRO_BATCH, threads, pair::sibling, Pair::compare,
                    part -> part.forEach((name, error) -> sums.merge(name, error, TensorError::merge)), progress);
        }
        return sums;
    }

    /// Both graphs on the same samples.
    private final class Pair implements AutoCloseable {
        private final IsolatedLayers isolated;
        private final Session alone;
        private final Session whole;

        Pair(IsolatedLayers isolated, Session alone, Session whole) {
            this.isolated = isolated;
            this.alone = alone;
            this.whole = whole;
        }

        Pair sibling() {
            return new Pair(isolated, alone.sibling(), whole.sibling());
        }

        Map<String, TensorError> compare(Batch batch) {
            Map<String, Tensor> given = batch.inputs(isolated.graph().inputNames());
            Map<String, Tensor> shown = new HashMap<>(alone.run(given));
            shown.putAll(given);
            Map<String, Tensor> deployed = whole.run(given);
            Map<String, TensorError> errors = new LinkedHashMap<>();
            isolated.made().forEach((tensor, made) -> {
                QParams params = candidate.quantization().parameters().get(tensor);
                Tensor reals = shown.get(isolated.reals().get(tensor));
                Tensor codes = deployed.get(made);
                errors.put(tensor, new TensorError(sqnr(reals, shown.get(isolated.own().get(tensor)), params),
                        sqnr(reals, shown.get(made), params), sqnr(reals, codes, params),
                        use(codes, reals, params), Bins.of(reals), channels(reals, OptionalInt.of(CHANNELS))));
            });
            return errors;
        }

        private static Sqnr sqnr(Tensor reals, Tensor codes, QParams params) {
            return Sqnr.of(reals, Coding.reals(codes, params));
        }

        @Override
        public void close() {
            alone.close();
            whole.close();
        }
    }
}
