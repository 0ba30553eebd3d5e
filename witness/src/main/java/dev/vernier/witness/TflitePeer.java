package dev.vernier.witness;

import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// TensorFlow Lite as a [Peer]. Where the file takes codes, the inputs are quantized once, before anything is measured.
public final class TflitePeer implements Peer {
    private final TfliteModel model;
    private final TfliteInterpreter interpreter;
    private final TfliteBatches batches;
    private final Map<String, Tensor> inputs;
    private final int threads;
    private final boolean owns;

    /// @param owns whether the model is closed with it
    private TflitePeer(TfliteModel model, TfliteBatches batches, Map<String, Tensor> inputs, int threads,
            boolean owns) {
        this.model = model;
        this.batches = batches;
        this.inputs = inputs;
        this.threads = threads;
        this.owns = owns;
        this.interpreter = model.interpreter(model.kernels(), threads, false);
        try {
            batches.resize(interpreter);
            for (TfliteTensor input : interpreter.inputs()) {
                input.write(given(input), interpreter.memory(input));
            }
        } catch (RuntimeException | Error failed) {
            interpreter.close();
            throw failed;
        }
    }

    private Tensor given(TfliteTensor input) {
        Tensor given = inputs.get(input.name());
        if (given == null || !given.shape().equals(input.type().shape()) || given.dtype() != input.type().dtype()) {
            throw new IllegalArgumentException("input '" + input.name() + "': " + given + ", needed " + input.type());
        }
        return given;
    }

    /// Opens a file as it is.
    ///
    /// @param inputs every input of the model by name
    /// @param samples how many the inputs hold
    /// @param threads that work on one run
    /// @throws InputException where TensorFlow Lite does not take the file, the inputs or so many samples
    public static TflitePeer openFile(TfliteKernels kernels, Path file, Map<String, Tensor> inputs, int samples,
            int threads) {
        try {
            TfliteModel model = TfliteModel.read(file, kernels);
            try {
                TfliteBatches batches = TfliteBatches.of(model, new SessionOptions(samples, Set.of()));
                if (batches.size() != samples) {
                    throw new IllegalArgumentException(kernels + " runs " + batches.size()
                            + " of its samples at a time, needed --batch " + batches.size());
                }
                return new TflitePeer(model, batches, inputs, threads, true);
            } catch (RuntimeException | Error failed) {
                model.close();
                throw failed;
            }
        } catch (IllegalArgumentException refused) {
            throw new InputException(file + ": " + refused.getMessage(), refused);
        }
    }

    @Override
    public String version() {
        return TfliteLibrary.here().version();
    }

    @Override
    public boolean hasConvolutions() {
        return interpreter.nodes().operators().stream().anyMatch(TfliteNodes.Node::isConvolution);
    }

    /// By the tensors that they give.
    @Override
    public List<String> floatConvolutions() {
        return interpreter.floatConvolutions();
    }

    @Override
    public void run() {
        interpreter.invoke();
    }

    @Override
    public Map<String, Tensor> outputs() {
        run();
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        interpreter.outputs().forEach(output -> outputs.put(output.name(), output.read(interpreter.memory(output))));
        return outputs;
    }

    /// On an interpreter of its own.
    @Override
    public Peer sibling() {
        return new TflitePeer(model, batches, inputs, threads, false);
    }

    @Override
    public void close() {
        interpreter.close();
        if (owns) {
            model.close();
        }
    }
}
