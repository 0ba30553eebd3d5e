package dev.vernier.speed;

import dev.vernier.graph.Graph;
import dev.vernier.onnx.OnnxWriter;
import dev.vernier.quant.Qdq;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import dev.vernier.witness.OnnxRuntimePeer;
import dev.vernier.witness.Peer;
import dev.vernier.witness.TfliteKernels;
import dev.vernier.witness.TflitePeer;
import dev.vernier.witness.Witness;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// How other runtimes are opened on what is measured: the file itself where they take it and it holds just that, else an
/// ONNX model of the same.
///
/// @param quantized what is measured in integer mode
record PeerOpening(Benchmarking asked, Optional<QuantizedModel> quantized, Map<String, Tensor> inputs) {
    private static final String ONNX = ".onnx";
    private static final String TFLITE = ".tflite";

    /// @throws InputException where the runtime does not take the model
    Peer open(PeerName name) {
        return switch (name) {
            case ONNXRUNTIME -> onnxRuntime(Witness.AS_IT_COMES);
            case ONNXRUNTIME_EXACT -> onnxRuntime(Witness.EXACT);
            case TFLITE -> tflite(TfliteKernels.BUILTIN);
            case TFLITE_XNNPACK -> tflite(TfliteKernels.XNNPACK);
        };
    }

    private Peer onnxRuntime(Witness witness) {
        Path file = asked.source().file();
        int threads = asked.load().threads();
        return isFile(ONNX)
                ? OnnxRuntimePeer.openFile(witness, file, inputs, threads)
                : OnnxRuntimePeer.open(witness, file.toString(), OnnxWriter.toBytes(graph(), Map.of()), inputs,
                        threads);
    }

    private Graph graph() {
        return asked.isInModeOfTheFile()
                ? asked.source().written().graph()
                : quantized.map(model -> Qdq.insert(model.graph(), model.quantization()))
                        .orElse(asked.source().graph());
    }

    private Peer tflite(TfliteKernels kernels) {
        if (!isFile(TFLITE)) {
            throw new InputException(asked.source().file() + ": " + kernels + " runs files as they are, needed a "
                    + TFLITE + " file in its own mode and shape");
        }
        return TflitePeer.openFile(kernels, asked.source().file(), inputs, asked.load().batch(),
                asked.load().threads());
    }

    private boolean isFile(String ending) {
        return asked.isInModeOfTheFile() && !asked.source().reshaped()
                && asked.source().file().toString().endsWith(ending);
    }
}
