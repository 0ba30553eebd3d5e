package dev.vernier.cli.job;

import dev.vernier.audit.Evaluation;
import dev.vernier.cli.console.Console;
import dev.vernier.data.Batch;
import dev.vernier.data.Loader;
import dev.vernier.data.Preprocess;
import dev.vernier.graph.Graph;
import dev.vernier.quant.Qdq;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.run.Engine;
import dev.vernier.run.Session;
import dev.vernier.stats.Predictions;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import java.util.Optional;
import java.util.function.BiConsumer;

/// One form of a model is run on samples. [#check] does all that can fail early.
public record Evaluating(
        SourceModel source, Samples samples, Mode mode, Recipe recipe, EngineName engine, Crew crew) {
    /// The predictions and how long they took.
    public record Result(Predictions predictions, double seconds) {
        public double imagesPerSecond() {
            return predictions.n() / seconds;
        }
    }

    /// @param asked the mode; empty for that of the file
    /// @throws InputException where something is missing or does not fit
    public static Evaluating check(
            SourceModel source, Quantizing.Data data, Optional<Mode> asked, Recipe recipe, EngineName engine,
            Crew crew) {
        Mode mode = asked.orElse(source.isQuantized() ? Mode.INTEGER : Mode.FLOAT);
        if (mode == Mode.SIMULATED && engine.witness().isPresent()) {
            throw new InputException(
                    "mode = simulated is nothing that " + engine + " does, known there: float, integer");
        }
        Preprocess preprocess = source.preprocess(data.preprocess());
        boolean calibrates = mode != Mode.FLOAT && !source.isQuantized();
        if (calibrates) {
            Int8.requireQuantizable(source, recipe.qconfig());
        }
        Samples samples = calibrates
                ? Samples.of(source, preprocess, data.spec(), data.limit(), data.calibration(), recipe.calibrate())
                : Samples.of(source, preprocess, data.spec(), data.limit());
        return new Evaluating(source, samples, mode, recipe, engine, crew);
    }

    /// @param scored sees each batch with its class scores, on the thread that ran it
    public Result run(BiConsumer<Batch, Tensor> scored, Console console) {
        Engine runner = engine.engine();
        Stage stage = stage(runner, console);
        return SourceModel.within(source.file(), () -> {
            Graph graph = stage.graph().get();
            try (Session session = open(stage, graph)) {
                Loader loader = samples.evaluation();
                long start = System.nanoTime();
                Predictions predictions = console.during("evaluation", loader.dataset().size(),
                        progress -> new Evaluation(loader, crew.batch(), crew.threads())
                                .predict(graph, session, scored, progress));
                double seconds = (System.nanoTime() - start) / 1e9;
                samples.requireClasses(predictions, source);
                return new Result(predictions, seconds);
            }
        });
    }

    private Session open(Stage stage, Graph graph) {
        try {
            return stage.open().apply(graph);
        } catch (LinkageError absent) {
            throw new InputException(
                    "engine " + engine + ": its library does not load here (" + absent.getMessage() + ")", absent);
        }
    }

    private Stage stage(Engine runner, Console console) {
        boolean isFiles = mode == (source.isQuantized() ? Mode.INTEGER : Mode.FLOAT);
        if (engine.witness().isPresent() && isFiles) {
            return Stage.onnxRuntime(engine.witness().get(), source);
        }
        if (mode == Mode.FLOAT) {
            return Stage.of("float", runner, source::graph);
        }
        QuantizedModel model = source.isQuantized()
                ? source.quantized()
                : Int8.of(source, samples.calibration().orElseThrow(), recipe, runner, crew, console).model();
        if (engine.witness().isPresent()) {
            return Stage.of("integer", runner, () -> Qdq.insert(model.graph(), model.quantization()));
        }
        return Stage.of(mode.toString(), runner, mode == Mode.SIMULATED ? model::simulated : model::integer);
    }
}
