package dev.vernier.witness;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.vernier.file.TemporaryPath;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// ONNX Runtime as a benchmark meets it: on the CPU, with its default optimizations, on so many threads. The inputs lie
/// ready in native memory and are made once; a run copies nothing in or out.
public final class OnnxRuntimePeer implements Peer {
    private static final String INTEGER_CONVOLUTION = "QLinearConv";

    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs;
    private final Map<String, List<String>> nodes;
    private final boolean owns;

    /// @param owns whether the session and its inputs are closed with it
    private OnnxRuntimePeer(OrtSession session, Map<String, OnnxTensor> inputs, Map<String, List<String>> nodes,
            boolean owns) {
        this.session = session;
        this.inputs = inputs;
        this.nodes = nodes;
        this.owns = owns;
    }

    /// Opens a file as it is.
    ///
    /// @param inputs every input of the model by name
    /// @param threads that work on one run
    /// @throws InputException where ONNX Runtime does not take the file or the inputs
    public static OnnxRuntimePeer openFile(Witness witness, Path model, Map<String, Tensor> inputs, int threads) {
        return open(witness, model.toString(), inputs, threads,
                (environment, options) -> environment.createSession(model.toString(), options));
    }

    /// Opens an ONNX model that is no file.
    ///
    /// @param where what messages call it
    /// @throws InputException as [#openFile]
    public static OnnxRuntimePeer open(Witness witness, String where, byte[] model, Map<String, Tensor> inputs,
            int threads) {
        return open(witness, where, inputs, threads,
                (environment, options) -> environment.createSession(model, options));
    }

    private static OnnxRuntimePeer open(
            Witness witness, String where, Map<String, Tensor> inputs, int threads, OnnxRuntimeEngine.Opening opening) {
        OrtEnvironment environment = OnnxRuntimeLibrary.environment();
        Map<String, OnnxTensor> bound = new LinkedHashMap<>();
        try (TemporaryPath folder = TemporaryPath.folder();
                OrtSession.SessionOptions options = OnnxRuntimeEngine.quiet(witness, threads)) {
            Path optimized = folder.path().resolve(OnnxRuntimeEngine.OPTIMIZED);
            options.setOptimizedModelFilePath(optimized.toString());
            for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
                bound.put(input.getKey(), OnnxRuntimeSession.tensor(environment, input.getValue()));
            }
            OrtSession session = opening.open(environment, options);
            return new OnnxRuntimePeer(session, bound, OnnxReader.nodes(optimized), true);
        } catch (OrtException refused) {
            bound.values().forEach(OnnxTensor::close);
            throw new InputException(
                    where + ": " + witness + " does not take it (" + OnnxRuntimeEngine.oneLine(refused) + ")", refused);
        }
    }

    @Override
    public String version() {
        return OnnxRuntimeLibrary.environment().getVersion();
    }

    @Override
    public boolean hasConvolutions() {
        return nodes.keySet().stream().anyMatch(OnnxRuntimePeer::isConvolution);
    }

    /// Everything that convolves but is no QLinearConv. Names are ONNX Runtime's, which are those of the file where it fused
    /// nothing.
    @Override
    public List<String> floatConvolutions() {
        List<String> found = new ArrayList<>();
        nodes.forEach((operator, names) -> {
            if (isConvolution(operator) && !withoutDomain(operator).equals(INTEGER_CONVOLUTION)) {
                found.addAll(names);
            }
        });
        return List.copyOf(found);
    }

    private static boolean isConvolution(String operator) {
        return withoutDomain(operator).contains("Conv");
    }

    /// An operator that it keeps in another memory layout has a domain of its own.
    private static String withoutDomain(String operator) {
        return operator.substring(operator.lastIndexOf('.') + 1);
    }

    @Override
    public void run() {
        try {
            session.run(inputs).close();
        } catch (OrtException failed) {
            throw failure(failed);
        }
    }

    @Override
    public Map<String, Tensor> outputs() {
        try (OrtSession.Result result = session.run(inputs)) {
            Map<String, Tensor> outputs = new LinkedHashMap<>();
            for (Map.Entry<String, OnnxValue> output : result) {
                outputs.put(output.getKey(), OnnxRuntimeSession.tensor((OnnxTensor) output.getValue()));
            }
            return outputs;
        } catch (OrtException failed) {
            throw failure(failed);
        }
    }

    /// On the same session, which may run on several threads at once. Closed before this one.
    @Override
    public Peer sibling() {
        return new OnnxRuntimePeer(session, inputs, nodes, false);
    }

    private static IllegalStateException failure(OrtException failed) {
        return new IllegalStateException("onnxruntime failed: " + OnnxRuntimeEngine.oneLine(failed), failed);
    }

    @Override
    public void close() {
        if (!owns) {
            return;
        }
        inputs.values().forEach(OnnxTensor::close);
        try {
            session.close();
        } catch (OrtException failed) {
            throw failure(failed);
        }
    }
}
