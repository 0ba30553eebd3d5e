package dev.vernier.audit;

import dev.vernier.audit.ladder.Evaluation;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.audit.ladder.Rung;
import dev.vernier.convert.Crew;
import dev.vernier.convert.SampleSets;
import dev.vernier.data.Listener;
import dev.vernier.data.Loader;
import dev.vernier.graph.Graph;
import dev.vernier.model.Model;
import dev.vernier.run.Session;
import dev.vernier.stats.Predictions;
import dev.vernier.tensor.InputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A ladder that was climbed, and how long each rung took.
///
/// @param seconds by rung
public record Climb(Ladder ladder, Map<String, Double> seconds) {
    public Climb {
        seconds = Map.copyOf(seconds);
    }

    /// Runs the same samples through every stage. A stage that cannot be opened is skipped with its reason, unless it is the
    /// float one, which all others are compared with.
    ///
    /// @throws InputException where the samples do not suit the model
    public static Climb of(List<Stage> stages, Model source, SampleSets samples, Crew crew, Listener listener) {
        return new Climb(new Ladder(List.of()), Map.of()).then(stages, source, samples, crew, listener);
    }

    /// The same from where this one ends.
    ///
    /// @throws InputException as [#of]
    public Climb then(List<Stage> stages, Model source, SampleSets samples, Crew crew, Listener listener) {
        List<Rung> rungs = new ArrayList<>(ladder.rungs());
        Map<String, Double> seconds = new LinkedHashMap<>(this.seconds);
        Loader loader = samples.evaluation();
        for (Stage stage : stages) {
            try (Opened opened = Opened.of(stage)) {
                long start = System.nanoTime();
                Predictions predictions = Model.within(source.file(), () -> listener.during(stage.id(),
                        loader.dataset().size(), progress -> new Evaluation(loader, crew.batch(), crew.threads())
                                .predict(opened.graph(), opened.session(), progress)));
                seconds.put(stage.id(), (System.nanoTime() - start) / 1e9);
                samples.requireClasses(predictions.n(), predictions::label, source);
                rungs.add(new Rung.Climbed(stage.id(), predictions));
            } catch (CannotOpen closed) {
                if (stage.id().equals(Ladder.REFERENCE)) {
                    throw new InputException(source.file() + ": " + closed.getMessage(), closed);
                }
                rungs.add(new Rung.Skipped(stage.id(), closed.getMessage()));
            }
        }
        return new Climb(new Ladder(rungs), seconds);
    }

    private record Opened(Graph graph, Session session) implements AutoCloseable {
        static Opened of(Stage stage) throws CannotOpen {
            try {
                Graph graph = stage.graph().get();
                return new Opened(graph, stage.open().apply(graph));
            } catch (IllegalArgumentException | InputException | LinkageError reason) {
                throw new CannotOpen(reason);
            }
        }

        @Override
        public void close() {
            session.close();
        }
    }

    private static final class CannotOpen extends Exception {
        private static final long serialVersionUID = 1;

        CannotOpen(Throwable reason) {
            super(String.valueOf(reason.getMessage()).lines().findFirst().orElse(""), reason);
        }
    }
}
