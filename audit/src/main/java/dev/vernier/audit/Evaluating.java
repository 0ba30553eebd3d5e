package dev.vernier.audit;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.ladder.Evaluation;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.audit.ladder.RungId;
import dev.vernier.audit.metric.MeasuredLadder;
import dev.vernier.audit.metric.MeasuredRung;
import dev.vernier.convert.Crew;
import dev.vernier.convert.Data;
import dev.vernier.convert.Int8;
import dev.vernier.convert.Quantizable;
import dev.vernier.convert.Recipe;
import dev.vernier.convert.SampleSets;
import dev.vernier.data.Batch;
import dev.vernier.data.Listener;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.graph.Graph;
import dev.vernier.model.Model;
import dev.vernier.quant.Qdq;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.run.Engine;
import dev.vernier.run.FileEngine;
import dev.vernier.run.Session;
import dev.vernier.stats.Predictions;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// One form of a model is run on samples. [#check] does all that can fail early.
///
/// @param quantizable the source where it is quantized first; empty where it runs as it is
public record Evaluating(Model source, SampleSets samples, Mode mode, Optional<Quantizable> quantizable, Engine engine,
        Crew crew) {
    /// The predictions and how long they took.
    public record Result(Predictions predictions, double seconds) {
        public double imagesPerSecond() {
            return predictions.n() / seconds;
        }
    }

    /// @param asked the mode; empty for that of the file
    /// @throws InputException where something is missing or does not fit
    public static Evaluating check(
            Model source, Data data, Optional<Mode> asked, Recipe recipe, Engine engine,
            Crew crew) {
        Mode mode = asked.orElse(source.isQuantized() ? Mode.INTEGER : Mode.FLOAT);
        if (mode == Mode.SIMULATED && engine instanceof FileEngine) {
            throw new InputException(
                    "mode = simulated is nothing that " + engine.name() + " does, known there: float, integer");
        }
        Preprocess preprocess = source.preprocess(data.preprocess());
        Optional<Quantizable> quantizable = mode == Mode.FLOAT || source.isQuantized()
                ? Optional.empty()
                : Optional.of(Quantizable.of(source, recipe));
        SampleSets samples = quantizable.isPresent()
                ? SampleSets.of(source, preprocess, data, recipe)
                : SampleSets.of(source, preprocess, data);
        return new Evaluating(source, samples, mode, quantizable, engine, crew);
    }

    /// @param predictions the file to which what was predicted for every sample is written; empty for none
    /// @throws InputException where that cannot be written
    public Result run(Optional<Path> predictions, Listener listener) {
        if (predictions.isEmpty()) {
            return run((batch, scores) -> {}, listener);
        }
        PredictionsFile file =
                new PredictionsFile(samples.evaluation().dataset().size(), source.readout().scores());
        Result result = run(file, listener);
        file.write(predictions.get(), this, result.predictions());
        return result;
    }

    /// @param scored sees each batch with its class scores, on the thread that ran it
    private Result run(BiConsumer<Batch, Tensor> scored, Listener listener) {
        Stage stage = stage(listener);
        return Model.within(source.file(), () -> {
            Graph graph = stage.graph().get();
            try (Session session = open(stage, graph)) {
                Loader loader = samples.evaluation();
                long start = System.nanoTime();
                Predictions predictions = listener.during("evaluation", loader.dataset().size(),
                        progress -> new Evaluation(loader, source.decision(), crew.batch(), crew.threads())
                                .predict(graph, session, scored, progress));
                double seconds = (System.nanoTime() - start) / 1e9;
                samples.requireClasses(predictions.n(), predictions::label, source);
                return new Result(predictions, seconds);
            }
        });
    }

    /// What makes the accuracy of a float model doubtful, with its cause where another preprocessing or another numbering of the
    /// classes brings it back; nothing of quantized models.
    ///
    /// @param equipment what the model is run with to try it
    public List<Finding> doubts(Result result, Equipment equipment, Listener listener) {
        return source.isQuantized() || mode != Mode.FLOAT
                ? List.of()
                : new Doubts(source, samples, equipment)
                        .examined(new Ladder(List.of()).and(Ladder.REFERENCE, result.predictions()), listener);
    }

    /// The metric over all samples, where it gives each a value.
    ///
    /// @param predictions the file that is asked for of what is predicted; there is none here
    /// @throws InputException where one is asked for, or the samples have no targets, or these do not fit
    public MeasuredRung.Climbed measure(Optional<Path> predictions, Listener listener) {
        if (predictions.isPresent()) {
            throw new InputException(predictions.get() + ": metric = " + source.readout().measured()
                    + " gives no classes to write, needed top1 or binary");
        }
        Loader loader = samples.evaluation();
        MeasuredLadder ladder = new MeasuredClimb(source, loader, crew, listener).of(List.of(stage(listener)));
        if (!ladder.hasTargets()) {
            throw new InputException("metric = " + source.readout().measured() + ": " + loader.dataset().name()
                    + " has no targets, needed numbers such as the array y of a .npz file");
        }
        return ladder.deployed();
    }

    private Session open(Stage stage, Graph graph) {
        try {
            return stage.open().apply(graph);
        } catch (LinkageError absent) {
            throw new InputException(
                    "engine " + engine.name() + ": its library does not load here (" + absent.getMessage() + ")",
                    absent);
        }
    }

    private Stage stage(Listener listener) {
        samples.tell(listener);
        boolean isFiles = mode == (source.isQuantized() ? Mode.INTEGER : Mode.FLOAT);
        if (engine instanceof FileEngine runtime && isFiles) {
            return Stage.of(runtime, source);
        }
        if (mode == Mode.FLOAT) {
            return Stage.of(RungId.FLOAT, engine, source::graph);
        }
        QuantizedModel model = quantizable.map(
                given -> Int8.of(given, samples.calibration().orElseThrow(), engine, crew, listener).model())
                .orElseGet(source::quantized);
        if (engine instanceof FileEngine) {
            return Stage.of(RungId.INTEGER, engine, () -> Qdq.insert(model.graph(), model.quantization()));
        }
        return Stage.of(mode.toString(), engine, mode == Mode.SIMULATED ? model::simulated : model::integer);
    }
}
