package dev.vernier.audit;

import dev.vernier.audit.ladder.Evaluation;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.audit.ladder.Rung;
import dev.vernier.audit.metric.ConstantScores;
import dev.vernier.audit.metric.Divergence;
import dev.vernier.audit.metric.ReferenceScores;
import dev.vernier.calibrate.SampleIds;
import dev.vernier.convert.Crew;
import dev.vernier.convert.SampleSets;
import dev.vernier.data.Batch;
import dev.vernier.data.Listener;
import dev.vernier.data.Loader;
import dev.vernier.model.Model;
import dev.vernier.stats.Predictions;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/// A ladder that was climbed, and how long each rung took.
///
/// @param seconds by rung
/// @param divergences of the scores from the float model's, by rung; of none where predictions were recorded
/// @param scores the float model's; empty before it has run
/// @param seen what else came by
public record Climb(Ladder ladder, Map<String, Double> seconds, Map<String, Divergence> divergences,
        Optional<ReferenceScores> scores, Seen seen) {
    public Climb {
        seconds = Map.copyOf(seconds);
        divergences = Map.copyOf(divergences);
    }

    /// Of predictions alone.
    public Climb(Ladder ladder, Map<String, Double> seconds) {
        this(ladder, seconds, Map.of(), Optional.empty(), Seen.NOTHING);
    }

    /// Runs the same samples through every stage. A stage that cannot be opened is skipped with its reason, unless it is the
    /// float one, which all others are compared with. Samples without labels count as right where a rung predicts the class
    /// that the float one does.
    ///
    /// @throws InputException where the samples do not suit the model
    public static Climb of(List<Stage> stages, Model source, SampleSets samples, Crew crew, Listener listener) {
        return new Climb(new Ladder(List.of()), Map.of()).then(stages, source, samples, crew, listener);
    }

    /// The same from where this one ends.
    ///
    /// @throws InputException as [#of]
    public Climb then(List<Stage> stages, Model source, SampleSets samples, Crew crew, Listener listener) {
        Climb climb = this;
        for (Stage stage : stages) {
            climb = climb.then(stage, source, samples, crew, listener);
        }
        return climb;
    }

    private Climb then(Stage stage, Model source, SampleSets samples, Crew crew, Listener listener) {
        Loader loader = samples.evaluation();
        ReferenceScores own = ReferenceScores.of(loader.dataset().size(), source.readout().scores());
        Optional<ReferenceScores.Comparison> comparison = scores.map(ReferenceScores::against);
        ConstantScores constant = new ConstantScores(source.readout().scores());
        long[] ids = new long[loader.dataset().size()];
        BiConsumer<Batch, Tensor> scored = (comparison.isPresent() ? comparison.get() : own).andThen(constant)
                .andThen((batch, given) -> IntStream.range(0, batch.size())
                        .forEach(i -> ids[batch.first() + i] = batch.ids().longAt(i)));
        try (OpenStage opened = OpenStage.of(stage)) {
            long start = System.nanoTime();
            Predictions predictions = Model.within(source.file(), () -> listener.during(stage.id(),
                    loader.dataset().size(),
                    progress -> new Evaluation(loader, source.decision(), crew.batch(), crew.threads())
                            .predict(opened.graph(), opened.session(), scored, progress)));
            Map<String, Double> times = new LinkedHashMap<>(seconds);
            times.put(stage.id(), (System.nanoTime() - start) / 1e9);
            samples.requireClasses(predictions.n(), predictions::label, source);
            Map<String, Divergence> apart = new LinkedHashMap<>(divergences);
            comparison.ifPresent(seen -> apart.put(stage.id(), seen.divergence()));
            return new Climb(ladder.and(stage.id(), predictions), times, apart, Optional.of(scores.orElse(own)),
                    seen.and(SampleIds.of(ids), stage.id(), constant.areConstant()));
        } catch (OpenStage.Closed closed) {
            if (stage.id().equals(Ladder.REFERENCE)) {
                throw new InputException(source.file() + ": " + closed.getMessage(), closed);
            }
            return new Climb(ladder.and(new Rung.Skipped(stage.id(), closed.getMessage())), seconds, divergences,
                    scores, seen);
        }
    }
}
