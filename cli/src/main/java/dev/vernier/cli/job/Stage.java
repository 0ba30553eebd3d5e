package dev.vernier.cli.job;

import dev.vernier.audit.Ladder;
import dev.vernier.graph.Graph;
import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.Kernels;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.quant.QdqForm;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.run.Engine;
import dev.vernier.run.SaturatingEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.witness.OnnxRuntimeEngine;
import dev.vernier.witness.Witness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// One form of a model that can be run.
///
/// @param id the rung that it stands on
/// @param graph makes the graph
/// @param open opens a session on it
public record Stage(String id, Supplier<Graph> graph, Function<Graph, Session> open) {
    /// A graph on an engine.
    public static Stage of(String id, Engine engine, Supplier<Graph> graph) {
        return new Stage(id, graph, opened -> engine.open(opened, SessionOptions.DEFAULT));
    }

    /// A file in ONNX Runtime, as it is.
    public static Stage onnxRuntime(Witness witness, Path file, Graph written) {
        OnnxRuntimeEngine engine = new OnnxRuntimeEngine(witness);
        return new Stage(engine.name(), () -> written, graph -> engine.openFile(file, SessionOptions.DEFAULT));
    }

    /// A model in ONNX Runtime: its file, or the graph where that is no longer what the file holds.
    public static Stage onnxRuntime(Witness witness, SourceModel model) {
        OnnxRuntimeEngine engine = new OnnxRuntimeEngine(witness);
        return model.reshaped()
                ? of(engine.name(), engine, () -> model.written().graph())
                : onnxRuntime(witness, model.file(), model.written().graph());
    }

    /// All stages behind the float one, up to the quantized file, which is read back for the last two.
    public static List<Stage> ladder(Engine engine, Int8 int8, Path file) {
        OnnxModel exported = OnnxReader.read(file);
        QdqForm form = new QdqForm(exported.graph(), exported.metadata());
        QuantizedModel model = int8.model();
        return List.of(
                of("folded", engine, model::graph),
                of("weights", engine, model::weightsOnly),
                of("simulated", engine, model::simulated),
                of("integer", engine, model::integer),
                of("dequantized", engine, () -> form.lift().graph()),
                onnxRuntime(Witness.AS_IT_COMES, file, exported.graph()));
    }

    /// The quantized file in ONNX Runtime with exact sums, where it is asked for or differs here from what comes by itself.
    public static List<Stage> exactWitness(MoreRungs more, Supplier<Stage> stage) {
        return more.exactWitness() || witnessesDiffer() ? List.of(stage.get()) : List.of();
    }

    private static boolean witnessesDiffer() {
        try {
            return Witness.differ();
        } catch (IllegalArgumentException | LinkageError absent) {
            return false;
        }
    }

    /// What saturation on CPUs without VNNI does to a model, and what avoiding it costs where the model can be quantized
    /// again.
    public static List<Stage> ofSaturation(Engine engine, QuantizedModel model, Optional<Int8> int8) {
        List<Stage> stages = new ArrayList<>();
        stages.add(of(Ladder.SATURATED, SaturatingEngine.replaying(Kernels.ONEDNN), model::integer));
        stages.add(of(Ladder.SATURATED_ONNXRUNTIME, SaturatingEngine.replaying(Kernels.ONNXRUNTIME),
                () -> model.integer(Contract.ONNX)));
        int8.filter(made -> !made.recipe().isReduced())
                .ifPresent(made -> stages.add(of(Ladder.REDUCED_RANGE, engine, () -> made.reducedRange().integer())));
        return stages;
    }

    /// The stages of a quantized file, from its own values.
    public static List<Stage> ofQuantized(Engine engine, SourceModel candidate) {
        QuantizedModel model = candidate.quantized();
        return List.of(
                of("weights", engine, model::weightsOnly),
                of("simulated", engine, model::simulated),
                of("integer", engine, model::integer),
                of("dequantized", engine, model::graph),
                onnxRuntime(Witness.AS_IT_COMES, candidate));
    }
}
