package dev.vernier.audit;

import dev.vernier.audit.ladder.Ladder;
import dev.vernier.audit.ladder.RungId;
import dev.vernier.convert.Int8;
import dev.vernier.graph.Graph;
import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.Kernels;
import dev.vernier.model.Model;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.run.Engine;
import dev.vernier.run.FileEngine;
import dev.vernier.run.SaturatingEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
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

    /// The same on a rung that everybody knows.
    public static Stage of(RungId rung, Engine engine, Supplier<Graph> graph) {
        return of(rung.toString(), engine, graph);
    }

    /// A file in another runtime, as it is.
    static Stage of(FileEngine witness, Path file, Graph written) {
        return new Stage(witness.name(), () -> written, graph -> witness.openFile(file, SessionOptions.DEFAULT));
    }

    /// A model in another runtime: its file, or the graph where that is no longer what the file holds, or the file is none of
    /// the runtime's.
    static Stage of(FileEngine witness, Model model) {
        return model.reshaped() || !witness.runs(model.file())
                ? of(witness.name(), witness, () -> model.written().graph())
                : of(witness, model.file(), model.written().graph());
    }

    /// A file in the runtimes that people deploy it to. That another runtime does not take it shows on its rung.
    private static List<Stage> deployed(Witnesses witnesses, Model model) {
        return witnesses.of(model.file()) == witnesses.asItComes()
                ? List.of(of(witnesses.asItComes(), model))
                : List.of(absent(witnesses.asItComes(), witnesses.tflite()), of(witnesses.tflite(), model));
    }

    /// One that is skipped, since the file is another runtime's.
    private static Stage absent(FileEngine witness, FileEngine other) {
        return new Stage(witness.name(), () -> {
            throw new IllegalArgumentException("a " + other.ending() + " file, needed " + witness.ending());
        }, graph -> witness.open(graph, SessionOptions.DEFAULT));
    }

    /// All stages behind the float one, up to the quantized file.
    ///
    /// @param written that file, read back
    static List<Stage> ladder(Equipment equipment, Int8 int8, Model written) {
        Engine engine = equipment.engine();
        QuantizedModel model = int8.model();
        List<Stage> stages = new ArrayList<>(List.of(
                of(RungId.FOLDED, engine, model::graph),
                of(RungId.WEIGHTS, engine, model::weightsOnly),
                of(RungId.SIMULATED, engine, model::simulated),
                of(RungId.INTEGER, engine, model::integer),
                of(RungId.DEQUANTIZED, engine, written::graph)));
        stages.addAll(deployed(equipment.witnesses(), written));
        return stages;
    }

    /// The quantized file without 16-bit sums, where it is asked for or differs here from what comes by itself.
    static List<Stage> exactWitness(MoreRungs more, Witnesses witnesses, Model written) {
        if (!witnesses.exact().runs(written.file())) {
            return more.exactWitness() ? List.of(absent(witnesses.exact(), witnesses.of(written.file()))) : List.of();
        }
        return more.exactWitness() || witnesses.areDifferent() ? List.of(of(witnesses.exact(), written)) : List.of();
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
    static List<Stage> ofQuantized(Equipment equipment, Model candidate) {
        Engine engine = equipment.engine();
        QuantizedModel model = candidate.quantized();
        List<Stage> stages = new ArrayList<>(List.of(
                of(RungId.WEIGHTS, engine, model::weightsOnly),
                of(RungId.SIMULATED, engine, model::simulated),
                of(RungId.INTEGER, engine, model::integer),
                of(RungId.DEQUANTIZED, engine, model::graph)));
        stages.addAll(deployed(equipment.witnesses(), candidate));
        return stages;
    }
}
