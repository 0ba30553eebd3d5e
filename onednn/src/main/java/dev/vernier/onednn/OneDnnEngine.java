package dev.vernier.onednn;

import dev.vernier.graph.Graph;
import dev.vernier.run.Engine;
import dev.vernier.run.MicroBatches;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.InputException;
import org.bytedeco.javacpp.Loader;

/// Runs graphs with oneDNN on the CPU: float graphs, graphs with Quantize and Dequantize in them (simulation) and graphs on
/// codes (integer). A graph is compiled for one micro-batch when it is opened; whatever oneDNN has no primitive for is
/// evaluated by the operator itself.
///
/// Integer convolutions and products sum in int32 and requantize in float32, half to even. A code may differ by one from
/// the operator's own evaluation where the requantized value lies within rounding error of a tie. On CPUs without VNNI
/// (AVX2, AVX-512 without VNNI) oneDNN's kernels for unsigned codes add pairs of products in int16, which saturates for
/// weights beyond 7 bits.
public final class OneDnnEngine implements Engine {
    @Override
    public String name() {
        return "onednn";
    }

    /// @throws InputException where there is no oneDNN library for this platform
    @Override
    public Session open(Graph graph, SessionOptions options) {
        requireLibrary();
        OpenMp.useOneThread();
        MicroBatches batches = MicroBatches.of(graph, options);
        Dnnl dnnl = new Dnnl();
        try {
            return new Planner(graph, batches, dnnl).session(dnnl);
        } catch (RuntimeException | Error failed) {
            dnnl.close();
            throw failed;
        }
    }

    private static void requireLibrary() {
        try {
            Loader.load(org.bytedeco.dnnl.global.dnnl.class);
        } catch (LinkageError absent) {
            throw new InputException("engine onednn: " + absent.getMessage() + ", needed the oneDNN library for "
                    + Loader.getPlatform() + " on the class path", absent);
        }
    }
}
