package dev.vernier.onednn;

import dev.vernier.graph.Graph;
import dev.vernier.run.Engine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.run.Shared;
import dev.vernier.tensor.InputException;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;

/// Runs graphs with oneDNN on the CPU: float graphs, graphs with Quantize and Dequantize in them (simulation) and
/// graphs on codes (integer). A graph is compiled for one micro-batch when it is opened; whatever oneDNN has no
/// primitive for is evaluated by the operator itself.
///
/// Integer operators follow the [dev.vernier.graph.op.Contract] that they carry, so their results equal the reference's
/// bit by bit; under the ONNX contract as long as a layer's sums stay below 2^24, where float32 holds every integer.
/// oneDNN's own contract is the fast one: clips and residual additions are done before a result is stored.
///
/// On x86 CPUs without VNNI (or AMX) oneDNN's kernels add pairs of unsigned products in int16, which saturates for weights
/// beyond 7 bits, and halve the weights of layers that read signed codes. There a layer whose weights allow a pair to
/// saturate is computed by machine code of our own ([dev.vernier.pairs]), which is exact. Where such code may not run,
/// the layer is split into two or more with smaller weights, and signed codes are made unsigned: slower, but exact as
/// well. How large sums may be is in `docs/saturation.md`.
///
/// Results never depend on how many samples run together, on their place in a batch, or on how many sessions run side by
/// side. A graph that computes each sample exactly ([dev.vernier.run.BatchInvariance]; so do integer graphs) gives the same bits
/// on any number of threads, too, and runs fewer samples than a micro-batch without padding, at their own cost. Float sums
/// are oneDNN's: they differ from the reference's in the last bits, and with [SessionOptions#threads].
public final class OneDnnEngine implements Engine {
    private final Supplier<PairSaturation> saturation;

    public OneDnnEngine() {
        this(PairSaturation::onThisCpu);
    }

    private OneDnnEngine(Supplier<PairSaturation> saturation) {
        this.saturation = saturation;
    }

    /// With oneDNN's kernels as they are: on a CPU without VNNI pairs of products saturate.
    public static OneDnnEngine saturating() {
        return new OneDnnEngine(() -> PairSaturation.IGNORED);
    }

    /// With split weights wherever layers are not exact as they are, as where no machine code of our own may run.
    static OneDnnEngine splitting() {
        return new OneDnnEngine(
                () -> PairSaturation.onThisCpu() == PairSaturation.IGNORED ? PairSaturation.IGNORED
                        : PairSaturation.SPLIT);
    }

    /// With machine code of our own wherever it may run, also on CPUs where oneDNN's kernels are exact and faster.
    static OneDnnEngine widening() {
        return new OneDnnEngine(() -> PairSaturation.canWiden() ? PairSaturation.WIDENED : PairSaturation.onThisCpu());
    }

    /// Whether on this CPU oneDNN's kernels alone are wrong for layers whose weights allow a pair of products to saturate, so
    /// that these are computed in another way. oneDNN's environment variable `ONEDNN_MAX_CPU_ISA` counts. False where there
    /// is no oneDNN library for this platform.
    public static boolean avoidsSaturation() {
        return isThere() && PairSaturation.onThisCpu() != PairSaturation.IGNORED;
    }

    private static boolean isThere() {
        try {
            requireLibrary();
            return true;
        } catch (InputException absent) {
            return false;
        }
    }

    @Override
    public String name() {
        return "onednn";
    }

    /// @throws InputException where there is no oneDNN library for this platform
    @Override
    public Session open(Graph graph, SessionOptions options) {
        requireLibrary();
        return new OneDnnSession(Shared.of(Compiled.of(graph, options, saturation.get()), Compiled::close));
    }

    static void requireLibrary() {
        Spinning.limit();
        try {
            Loader.load(org.bytedeco.dnnl.global.dnnl.class);
        } catch (LinkageError absent) {
            throw new InputException("engine onednn: " + absent.getMessage() + ", needed the oneDNN library for "
                    + Loader.getPlatform() + " on the class path", absent);
        }
    }
}
