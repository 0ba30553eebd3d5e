package dev.vernier.audit;

import dev.vernier.audit.metric.MeasuredLadder;
import dev.vernier.audit.metric.MeasuredRung;
import dev.vernier.audit.metric.Values;
import dev.vernier.convert.Crew;
import dev.vernier.data.Listener;
import dev.vernier.data.Loader;
import dev.vernier.model.Model;
import dev.vernier.tensor.InputException;
import java.util.List;
import java.util.Optional;

/// The way up a [MeasuredLadder]: the same samples through every stage.
record MeasuredClimb(Model source, Loader samples, Crew crew, Listener listener) {
    /// @throws InputException where the samples or their targets do not suit the model
    MeasuredLadder of(List<Stage> stages) {
        return then(new MeasuredLadder(source.readout().measured(),
                Values.haveTargets(samples, source.readout().width()), List.of(), Optional.empty()), stages);
    }

    /// The same from where a ladder ends. A stage that cannot be opened is skipped with its reason, unless it is the first.
    ///
    /// @throws InputException as [#of]
    MeasuredLadder then(MeasuredLadder below, List<Stage> stages) {
        MeasuredLadder ladder = below;
        for (Stage stage : stages) {
            ladder = then(ladder, stage);
        }
        return ladder;
    }

    private MeasuredLadder then(MeasuredLadder below, Stage stage) {
        try (OpenStage opened = OpenStage.of(stage)) {
            long start = System.nanoTime();
            Values values = Model.within(source.file(), () -> listener.during(stage.id(), samples.dataset().size(),
                    progress -> Values.of(source.readout(), below.metric(), opened.graph(), opened.session(), samples,
                            crew.batch(), crew.threads(), below.expected(), progress)));
            return below.and(stage.id(), values, (System.nanoTime() - start) / 1e9);
        } catch (OpenStage.Closed closed) {
            if (below.rungs().isEmpty()) {
                throw new InputException(source.file() + ": " + closed.getMessage(), closed);
            }
            return below.and(new MeasuredRung.Skipped(stage.id(), closed.getMessage()));
        }
    }
}
