package dev.vernier.cli.job;

import dev.vernier.data.Batch;
import dev.vernier.data.Loader;
import dev.vernier.data.Progress;
import dev.vernier.graph.Graph;
import dev.vernier.quant.Coding;
import dev.vernier.quant.QParams;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.run.Engine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// How much of each quantized tensor's signal is left beside the noise of quantization. A constant is compared with its own
/// codes. An activation is compared between the float and the simulated graph on a few samples, so that the noise of all
/// layers before it counts.
public final class Signals {
    private static final int SAMPLES = 64;

    private final QuantizedModel model;
    private final Set<String> taps;
    private final Graph simulated;

    private Signals(QuantizedModel model) {
        this.model = model;
        this.taps = model.quantization().activations(model.graph()).parameters().keySet().stream()
                .filter(name -> !name.equals(input(model)))
                .collect(Collectors.toUnmodifiableSet());
        this.simulated = model.simulated();
    }

    private static String input(QuantizedModel model) {
        return model.graph().inputs().getFirst().name();
    }

    /// By tensor, in the quantization's order.
    public static Map<String, Sqnr> measure(QuantizedModel model, Engine engine, Loader samples, int threads) {
        Signals signals = new Signals(model);
        Map<String, Sqnr> activations = signals.activations(engine, samples, threads);
        Map<String, Sqnr> all = new LinkedHashMap<>();
        model.quantization().parameters().forEach((name, params) -> all.put(name, model.graph().constant(name)
                .map(value -> ofCodes(value, params))
                .orElseGet(() -> activations.getOrDefault(name, Sqnr.NONE))));
        return all;
    }

    private static Sqnr ofCodes(Tensor reals, QParams params) {
        return Sqnr.NONE.plus(reals, Coding.reals(Coding.codes(reals, params), params));
    }

    private Map<String, Sqnr> activations(Engine engine, Loader samples, int threads) {
        Loader few = Loader.of(samples.dataset().first(SAMPLES), samples.preprocess());
        Map<String, Sqnr> sums = new LinkedHashMap<>();
        SessionOptions options = SessionOptions.DEFAULT.withTaps(taps);
        try (Pair pair = new Pair(engine.open(model.graph(), options), engine.open(simulated, options))) {
            few.forEachBatch(SessionOptions.MICRO_BATCH, threads, pair::sibling, Pair::compare,
                    part -> part.forEach((name, sqnr) -> sums.merge(name, sqnr, Sqnr::plus)), Progress.NONE);
        }
        return sums;
    }

    /// The float and the simulated graph side by side.
    private final class Pair implements AutoCloseable {
        private final Session original;
        private final Session quantized;

        Pair(Session original, Session quantized) {
            this.original = original;
            this.quantized = quantized;
        }

        Pair sibling() {
            return new Pair(original.sibling(), quantized.sibling());
        }

        Map<String, Sqnr> compare(Batch batch) {
            String input = input(model);
            Map<String, Tensor> given = Map.of(input, batch.x());
            Map<String, Tensor> reals = original.run(given);
            Map<String, Tensor> noisy = quantized.run(given);
            Map<String, Sqnr> part = new LinkedHashMap<>();
            model.quantization().find(input).ifPresent(params -> part.put(input, ofCodes(batch.x(), params)));
            taps.forEach(name -> part.put(name, Sqnr.NONE.plus(reals.get(name), noisy.get(name))));
            return part;
        }

        @Override
        public void close() {
            original.close();
            quantized.close();
        }
    }
}
