package dev.vernier.calibrate;

import dev.vernier.data.Batch;
import dev.vernier.data.Loader;
import dev.vernier.data.Progress;
import dev.vernier.graph.Graph;
import dev.vernier.run.Engine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// A run of samples through a float graph that observes what its activations hold. Each worker has a session and observers of
/// its own; at the end what they saw is merged.
///
/// @param tensors the activations to observe
/// @param experiment see [Calibration]
public record Calibrator<S extends Statistic<S>>(
        Engine engine, Graph graph, Set<String> tensors, Observer.Kind<S> kind, String experiment) {

    /// Sees every sample of a loader.
    ///
    /// @throws InputException where an activation is NaN or infinite; the message names tensor, sample, element and the
    ///     node that made the first one
    public Calibration<S> calibrate(Loader loader, int batch, int threads, Progress progress) {
        return resume(Calibration.none(experiment, kind, tensors), loader, batch, threads, progress, () -> false);
    }

    /// Sees those samples of a loader that were not seen yet. What a sample holds decides whether it was; one that is in the
    /// data several times is seen as often.
    ///
    /// @param seen an earlier calibration
    /// @param isStopped asked after each batch; once it says yes no further batch is begun
    /// @return what was seen, of all samples unless it was stopped
    /// @throws InputException as [#calibrate], or where the earlier calibration is another experiment's
    public Calibration<S> resume(Calibration<S> seen, Loader loader, int batch, int threads, Progress progress,
            BooleanSupplier isStopped) {
        Calibration<S> start = Calibration.none(experiment, kind, tensors).merge(seen);
        Unseen unseen = new Unseen(start.samples());
        List<Observation<S>> observations = new ArrayList<>();
        try (Session session = engine.open(graph, SessionOptions.DEFAULT.watching(tensors))) {
            loader.forEachBatch(
                    batch,
                    threads,
                    () -> {
                        Observation<S> observation = new Observation<>(this, loader.dataset(), session.sibling());
                        synchronized (observations) {
                            observations.add(observation);
                        }
                        return observation;
                    },
                    (observation, samples) -> seen(observation, unseen.of(samples)),
                    count -> {
                        if (isStopped.getAsBoolean()) {
                            throw new Stopped();
                        }
                    },
                    progress);
        } catch (Stopped byRequest) {
            observations.forEach(Observation::requireIntact);
        }
        return observations.stream().map(Observation::seen).reduce(start, Calibration::merge);
    }

    private static <S extends Statistic<S>> int seen(Observation<S> observation, List<Batch> parts) {
        parts.forEach(observation::see);
        return parts.size();
    }

    /// Ends the loading of further batches; those under way are finished.
    private static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1;

        Stopped() {
            super("stopped by request", null, false, false);
        }
    }
}
