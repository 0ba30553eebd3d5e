package dev.vernier.audit;

import dev.vernier.audit.experiment.Batched;
import dev.vernier.audit.experiment.Experiment;
import dev.vernier.audit.experiment.Told;
import dev.vernier.audit.ladder.Evaluation;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.audit.ladder.Recorded;
import dev.vernier.convert.Int8;
import dev.vernier.convert.SampleSets;
import dev.vernier.data.Batch;
import dev.vernier.data.Listener;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.data.Progress;
import dev.vernier.graph.Graph;
import dev.vernier.model.Card;
import dev.vernier.model.Model;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.run.FileEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.stats.Predictions;
import dev.vernier.tensor.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What surrounds two models that are compared: what their files and cards say, and what runs them.
///
/// @param candidate empty where only its predictions are known
/// @param recorded these, with what their file says of them
record Circumstances(Model reference, Optional<Model> candidate, Optional<Recorded> recorded,
        SampleSets samples, Equipment equipment) {
    /// Samples that files run in batches of several sizes.
    private static final int BATCHED = 64;

    /// @param rung that the candidate stands on
    Experiment experiment(Ladder ladder, String rung, Listener listener) {
        return new Experiment(model(reference), candidate.map(Circumstances::model), ladder, rung,
                samples.evaluation(), told(), names(), models().filter(Circumstances::takesAnyBatch)
                        .map(this::batched).toList(),
                (task, graph, loader) -> labelled(predictions(task, graph, loader, listener), ladder));
    }

    private Stream<Model> models() {
        return Stream.concat(Stream.of(reference), candidate.stream()).distinct();
    }

    private static QuantizedModel model(Model source) {
        return new QuantizedModel(source.graph(), source.quantization().orElse(Quantization.NONE));
    }

    private List<Told> told() {
        List<Told> told = new ArrayList<>();
        models().forEach(model -> {
            model.card().flatMap(Card::preprocess)
                    .ifPresent(how -> told.add(new Told("the card of " + model.name(), meant(model, how))));
            Optional.ofNullable(model.written().notes().get(Int8.PREPROCESS)).flatMap(Circumstances::parsed)
                    .ifPresent(
                            how -> told.add(new Told("the calibration noted in " + model.name(), meant(model, how))));
        });
        recorded.ifPresent(file -> file.preprocessing().flatMap(Circumstances::parsed)
                .ifPresent(how -> told.add(new Told(file.name(), how))));
        return told;
    }

    /// What is told of a file as the samples were loaded, which may be codes of it.
    private Preprocess meant(Model model, Preprocess how) {
        Preprocess meant = model.form().inGraph(how);
        return model.form().decoding(meant).filter(samples.evaluation().preprocess()::equals).orElse(meant);
    }

    /// What a note says; empty where it does not say so in words that are known.
    private static Optional<Preprocess> parsed(String note) {
        try {
            return Optional.of(Preprocess.parse(note));
        } catch (InputException unknown) {
            return Optional.empty();
        }
    }

    private List<String> names() {
        return models().flatMap(model -> model.card().stream()).map(Card::labels).filter(labels -> !labels.isEmpty())
                .findFirst().orElse(List.of());
    }

    private static boolean takesAnyBatch(Model model) {
        return model.input().type().shape().size(0) < 0;
    }

    private Batched batched(Model model) {
        Batch few = samples.evaluation().load(0, Math.min(BATCHED, samples.evaluation().dataset().size()));
        return new Batched(model.name(), batch -> {
            SessionOptions options = new SessionOptions(batch, Set.of());
            FileEngine runtime = equipment.witnesses().of(model.file());
            Graph graph = model.written().graph();
            try (Session session =
                    model.reshaped() ? runtime.open(graph, options) : runtime.openFile(model.file(), options)) {
                return session.run(few.inputs(graph.inputNames())).get(graph.outputs().getFirst());
            }
        });
    }

    /// Where samples have no labels the float model's classes stand for them, as on the ladder.
    private Predictions labelled(Predictions predictions, Ladder ladder) {
        return ladder.isUnlabelled()
                ? predictions.labelledBy(ladder.predictions(Ladder.REFERENCE).orElseThrow()
                        .at(samples.evaluation().dataset().firstPlaces(predictions.n())))
                : predictions;
    }

    /// Few samples are run silently.
    private Predictions predictions(String task, Graph graph, Loader loader, Listener listener) {
        Evaluation evaluation =
                new Evaluation(loader, reference.decision(), equipment.crew().batch(), equipment.crew().threads());
        int n = loader.dataset().size();
        try (Session session = equipment.engine().open(graph, SessionOptions.DEFAULT)) {
            return n < samples.evaluation().dataset().size()
                    ? evaluation.predict(graph, session, Progress.NONE)
                    : listener.during(task, n, progress -> evaluation.predict(graph, session, progress));
        }
    }
}
