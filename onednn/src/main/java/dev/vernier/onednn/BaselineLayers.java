package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.Node;
import dev.vernier.pairs.PairLayer;
import dev.vernier.run.MicroBatches;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/// The limit that a graph's runs are measured against: its convolutions and matrix products alone, each as one bare
/// oneDNN primitive on the graph's types and shapes.
///
/// A primitive has the layouts that it likes best, its weights are reordered ahead, and it does what its operator cannot
/// be without: the bias and, on codes, one scale per output channel and the zero points. Nothing is fused into it, and
/// there is nothing between two of them: no activation, no addition, no reorder, no pooling. Integer weights with zero
/// points of their own count as if they had none. Where oneDNN's kernels would saturate on this CPU, the limit of a layer
/// is what computes its exact sums, [PairLayer] where it can be had. Each layer reads the memory that the one before it has written, so that
/// sources are as warm in the caches as they are in a run. What it reads there is noise; float weights are noise too, of
/// a size that keeps the numbers' size from layer to layer.
///
/// It belongs to one thread at a time, as a session does.
public final class BaselineLayers implements AutoCloseable {
    private static final long SEED = 1;

    private final Dnnl dnnl;
    private final Workspace workspace;
    private final List<Layer> layers;
    private final int threads;

    /// @param node what messages call the node
    /// @param implementation what oneDNN calls the code that runs: `brg_conv_fwd:avx512_core_vnni`, ...
    public record Layer(String node, String implementation) {}

    /// What computes a layer, oneDNN's primitive or a layer of our own.
    ///
    /// @param layouts of each argument; that of the weights where they depend on the samples, too
    private record Made(Node node, BaselineLayer layer, Optional<Primitive> primitive, Optional<PairLayer> own,
            Map<Integer, Layout> layouts) {
        String implementation() {
            return primitive.map(Primitive::implementation).orElse(ExactLayer.IMPLEMENTATION);
        }
    }

    private BaselineLayers(Dnnl dnnl, Workspace workspace, List<Layer> layers, int threads) {
        this.dnnl = dnnl;
        this.workspace = workspace;
        this.layers = List.copyOf(layers);
        this.threads = threads;
    }

    /// @param options for the number of samples at a time and of threads
    /// @throws InputException where there is no oneDNN library for this platform
    public static BaselineLayers of(Graph graph, SessionOptions options) {
        OneDnnEngine.requireLibrary();
        OpenMp.useThreads(options.threads());
        Inference inference = Inference.at(graph, MicroBatches.of(graph, options).size());
        Dnnl dnnl = new Dnnl();
        try {
            PlanBuilder plan = new PlanBuilder(dnnl, inference, graph.constants(), new Constants(dnnl));
            List<Made> made = new ArrayList<>();
            ExactLayers exact = new ExactLayers(plan, PairSaturation.onThisCpu(), OpenMp.team(options.threads()));
            for (Node node : graph.nodes()) {
                BaselineLayer.of(node, plan).flatMap(layer -> make(node, layer, exact, plan)).ifPresent(made::add);
            }
            return assemble(dnnl, plan, exact, made, options.threads());
        } catch (RuntimeException | Error failed) {
            dnnl.close();
            throw failed;
        }
    }

    private static Optional<Made> make(Node node, BaselineLayer layer, ExactLayers exact, PlanBuilder plan) {
        return exact.bare(node).map(own -> new Made(node, layer, Optional.empty(), Optional.of(own.layer()),
                Map.of(DNNL_ARG_SRC, own.x(), DNNL_ARG_DST, own.y())))
                .or(() -> layer.primitive(plan).map(primitive -> new Made(
                        node, layer, Optional.of(primitive), Optional.empty(), layouts(layer, primitive))));
    }

    private static Map<Integer, Layout> layouts(BaselineLayer layer, Primitive primitive) {
        Map<Integer, Layout> layouts = new LinkedHashMap<>();
        layouts.put(DNNL_ARG_SRC, primitive.layout(DNNL_ARG_SRC, layer.x()));
        layouts.put(DNNL_ARG_WEIGHTS, primitive.layout(DNNL_ARG_WEIGHTS, layer.weightType()));
        layouts.put(DNNL_ARG_DST, primitive.layout(DNNL_ARG_DST, layer.y()));
        return layouts;
    }

    private static BaselineLayers assemble(
            Dnnl dnnl, PlanBuilder plan, ExactLayers exact, List<Made> made, int threads) {
        Map<String, Slot> noise = new LinkedHashMap<>();
        List<Layer> layers = new ArrayList<>();
        for (Made one : made) {
            plan.at(List.of(one.node()));
            Map<Integer, Slot> arguments = new LinkedHashMap<>();
            int turn = layers.size();
            one.layouts().forEach((argument, layout) -> arguments.put(argument, switch (argument) {
                case DNNL_ARG_SRC -> new Slot(layout, pool(turn, layout, made, noise, plan).storage(), 0);
                case DNNL_ARG_DST -> new Slot(layout, pool(turn + 1, layout, made, noise, plan).storage(), 0);
                default -> one.layer().weight().map(weight -> plan.constant(sized(weight, one.layer(), turn), layout))
                        .orElseGet(() -> noise.computeIfAbsent(one.node().label(), absent -> plan.temporary(layout)));
            }));
            one.own().ifPresent(layer -> exact.add(layer, arguments.get(DNNL_ARG_SRC), arguments.get(DNNL_ARG_DST)));
            one.primitive().ifPresent(primitive -> {
                arguments.putAll(one.layer().bias(plan));
                plan.call(primitive, arguments);
            });
            layers.add(new Layer(one.node().label(), one.implementation()));
        }
        Workspace workspace = Workspace.of(plan.build(noise, noise, List.of()), dnnl);
        noise.values().forEach(slot -> fill(slot.layout().type().dtype(), workspace.segment(slot)));
        return new BaselineLayers(dnnl, workspace, layers, threads);
    }

    /// The memory that layers of one parity read and the others write, one for each type of elements.
    private static Slot pool(int turn, Layout layout, List<Made> made, Map<String, Slot> noise, PlanBuilder plan) {
        DType dtype = layout.type().dtype();
        return noise.computeIfAbsent(dtype + " " + turn % 2, absent -> plan.temporary(made.stream()
                .flatMap(layer -> Stream.of(DNNL_ARG_SRC, DNNL_ARG_DST).map(layer.layouts()::get))
                .filter(other -> other.type().dtype() == dtype)
                .max(Comparator.comparingLong(Layout::bytes)).orElseThrow()));
    }

    /// Float weights under which noise of variance 1 stays that: theirs is one over the number of products in a sum. Each
    /// layer has its own, which it must fetch.
    private static Tensor sized(Tensor weight, BaselineLayer layer, int turn) {
        if (weight.dtype() != DType.F32) {
            return weight;
        }
        double deviation = Math.sqrt((double) layer.channels() / weight.size());
        Random random = new Random(SEED + turn);
        float[] values = new float[weight.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
        return Tensor.of(weight.shape(), values);
    }

    private static void fill(DType dtype, MemorySegment memory) {
        Random random = new Random(SEED);
        if (dtype == DType.F32) {
            for (long i = 0; i < memory.byteSize() / Float.BYTES; i++) {
                memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
            }
        } else {
            byte[] codes = new byte[(int) memory.byteSize()];
            random.nextBytes(codes);
            memory.copyFrom(MemorySegment.ofArray(codes));
        }
    }

    /// In the graph's order; without those that oneDNN has no primitive for.
    public List<Layer> layers() {
        return layers;
    }

    /// Runs every layer once.
    public void run() {
        OpenMp.useThreads(threads);
        workspace.run();
    }

    /// Runs every layer once and says how long each took.
    ///
    /// @return nanoseconds, in the order of [#layers()]
    public long[] time() {
        OpenMp.useThreads(threads);
        return StepTimes.run(workspace.steps());
    }

    @Override
    public void close() {
        workspace.close();
        dnnl.close();
    }
}
