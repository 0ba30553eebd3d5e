package dev.vernier.cli.job;

import dev.vernier.audit.Evaluation;
import dev.vernier.audit.Finding;
import dev.vernier.audit.Ladder;
import dev.vernier.audit.Recorded;
import dev.vernier.audit.experiment.Batched;
import dev.vernier.audit.experiment.Experiment;
import dev.vernier.audit.experiment.Told;
import dev.vernier.cli.console.Console;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.data.Progress;
import dev.vernier.graph.Graph;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.run.Engine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.stats.Predictions;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import dev.vernier.witness.OnnxRuntimeEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Looks for what is wrong with the experiment rather than with a tensor: what files and cards say of it, and what other
/// samples, labels and batches give.
///
/// @param candidate empty where only its predictions are known
/// @param recorded these, with what their file says of them
record Circumstances(SourceModel reference, Optional<SourceModel> candidate, Optional<Recorded> recorded,
        Samples samples, Engine engine, Crew crew) {
    /// Samples that files run in batches of several sizes.
    private static final int BATCHED = 64;

    /// @param rung that the candidate stands on
    List<Finding> of(Ladder ladder, String rung, Console console) {
        return new Experiment(model(reference), candidate.map(Circumstances::model), ladder, rung,
                samples.evaluation(), told(), names(), models().filter(Circumstances::takesAnyBatch)
                        .map(this::batched).toList(),
                (graph, loader) -> predictions(graph, loader, console)).findings();
    }

    private Stream<SourceModel> models() {
        return Stream.concat(Stream.of(reference), candidate.stream()).distinct();
    }

    private static QuantizedModel model(SourceModel source) {
        return new QuantizedModel(source.graph(), source.quantization().orElse(Quantization.NONE));
    }

    private List<Told> told() {
        List<Told> told = new ArrayList<>();
        models().forEach(model -> {
            model.card().flatMap(Card::preprocess)
                    .ifPresent(how -> told.add(new Told("the card of " + model.name(), how)));
            Optional.ofNullable(model.written().metadata().get(Export.PREPROCESS)).flatMap(Circumstances::parsed)
                    .ifPresent(how -> told.add(new Told("the calibration noted in " + model.name(), how)));
        });
        recorded.ifPresent(file -> file.preprocessing().flatMap(Circumstances::parsed)
                .ifPresent(how -> told.add(new Told(file.name(), how))));
        return told;
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

    private static boolean takesAnyBatch(SourceModel model) {
        return model.input().type().shape().size(0) < 0;
    }

    private Batched batched(SourceModel model) {
        Tensor x = samples.evaluation().load(0, Math.min(BATCHED, samples.evaluation().dataset().size())).x();
        return new Batched(model.name(), batch -> {
            SessionOptions options = new SessionOptions(batch, Set.of());
            OnnxRuntimeEngine runtime = new OnnxRuntimeEngine();
            Graph graph = model.written().graph();
            try (Session session =
                    model.reshaped() ? runtime.open(graph, options) : runtime.openFile(model.file(), options)) {
                return session.run(Map.of(graph.inputs().getFirst().name(), x)).get(graph.outputs().getFirst());
            }
        });
    }

    /// Few samples are run silently.
    private Predictions predictions(Graph graph, Loader loader, Console console) {
        Evaluation evaluation = new Evaluation(loader, crew.batch(), crew.threads());
        int n = loader.dataset().size();
        try (Session session = engine.open(graph, SessionOptions.DEFAULT)) {
            return n < samples.evaluation().dataset().size()
                    ? evaluation.predict(graph, session, Progress.NONE)
                    : console.during("counterfactual", n, progress -> evaluation.predict(graph, session, progress));
        }
    }
}
