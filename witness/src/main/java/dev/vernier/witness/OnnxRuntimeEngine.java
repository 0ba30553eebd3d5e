package dev.vernier.witness;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import dev.vernier.file.TemporaryPath;
import dev.vernier.graph.Graph;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.onnx.OnnxWriter;
import dev.vernier.run.FileEngine;
import dev.vernier.run.MicroBatches;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.run.Shared;
import dev.vernier.tensor.InputException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// ONNX Runtime on the CPU, with its default optimizations unless said otherwise. Its library is unpacked and loaded when
/// the first session opens. It prints nothing: what it warns of stays silent, and its errors come as exceptions.
public final class OnnxRuntimeEngine implements FileEngine {
    /// What the file is called that ONNX Runtime writes.
    static final String OPTIMIZED = "optimized.onnx";

    private final Witness witness;
    private final boolean optimizes;

    /// As it comes.
    public OnnxRuntimeEngine() {
        this(Witness.AS_IT_COMES);
    }

    public OnnxRuntimeEngine(Witness witness) {
        this(witness, true);
    }

    private OnnxRuntimeEngine(Witness witness, boolean optimizes) {
        this.witness = witness;
        this.optimizes = optimizes;
    }

    /// Without its optimizations: every node of a file by itself, so that quantized files compute in float.
    public static OnnxRuntimeEngine unoptimized() {
        return new OnnxRuntimeEngine(Witness.AS_IT_COMES, false);
    }

    @Override
    public String name() {
        return witness.toString();
    }

    @Override
    public String ending() {
        return ".onnx";
    }

    /// Opens the graph as an ONNX model in memory. A tap is an output of that model, and what ONNX Runtime would have
    /// fused across it stays apart.
    @Override
    public Session open(Graph graph, SessionOptions options) {
        MicroBatches batches = MicroBatches.of(graph, options);
        Graph tapped = new Graph(graph.inputs(), graph.constants(), graph.nodes(), List.copyOf(batches.outputs()));
        byte[] model = OnnxWriter.toBytes(tapped, Map.of());
        return open(graph, options, batches,
                (environment, sessionOptions) -> environment.createSession(model, sessionOptions));
    }

    @Override
    public Session openFile(Path model, SessionOptions options) {
        if (!options.taps().isEmpty()) {
            throw new IllegalArgumentException("taps " + options.taps() + " on a file, needed none");
        }
        OnnxModel written = OnnxReader.read(model);
        Graph graph = written.graph();
        if (written.takesOther()) {
            return open(graph, options);
        }
        return open(graph, options, MicroBatches.of(graph, options),
                (environment, sessionOptions) -> environment.createSession(model.toString(), sessionOptions));
    }

    @FunctionalInterface
    interface Opening {
        OrtSession open(OrtEnvironment environment, OrtSession.SessionOptions options) throws OrtException;
    }

    private Session open(Graph graph, SessionOptions asked, MicroBatches batches, Opening opening) {
        OrtEnvironment environment = OnnxRuntimeLibrary.environment();
        try (OrtSession.SessionOptions options = quiet(witness, asked.threads())) {
            if (!optimizes) {
                options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
            }
            OrtSession session = opening.open(environment, options);
            return new OnnxRuntimeSession(
                    environment, Shared.of(session, OnnxRuntimeSession::close), graph, batches);
        } catch (OrtException refused) {
            throw new IllegalArgumentException(witness + " does not take the graph: " + oneLine(refused), refused);
        }
    }

    /// @param threads that work on one run, at least 1
    static OrtSession.SessionOptions quiet(Witness witness, int threads) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        options.setIntraOpNumThreads(threads);
        options.setInterOpNumThreads(1);
        witness.configure(options);
        return options;
    }

    /// Which convolutions ONNX Runtime has fused into a `QLinearConv` shows here. An operator that it keeps in another
    /// memory layout has a domain of its own.
    @Override
    public Map<String, Integer> optimizedOperators(Path model) {
        try (TemporaryPath folder = TemporaryPath.folder();
                OrtSession.SessionOptions options = quiet(witness, 1)) {
            Path optimized = folder.path().resolve(OPTIMIZED);
            options.setOptimizedModelFilePath(optimized.toString());
            OnnxRuntimeLibrary.environment().createSession(model.toString(), options).close();
            Map<String, Integer> counts = new TreeMap<>();
            OnnxReader.operators(optimized)
                    .forEach((operator, count) -> counts.merge(operator.substring(operator.lastIndexOf('.') + 1), count,
                            Integer::sum));
            return counts;
        } catch (OrtException refused) {
            throw new InputException(model + ": " + witness + " does not take it (" + oneLine(refused) + ")", refused);
        }
    }

    static String oneLine(OrtException refused) {
        return String.valueOf(refused.getMessage()).replaceAll("\\p{Cntrl}+", " ");
    }
}
