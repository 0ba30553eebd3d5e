package dev.vernier.audit.error;

import dev.vernier.data.Batch;
import dev.vernier.data.Loader;
import dev.vernier.data.Progress;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.IntegerProduct;
import dev.vernier.graph.op.Kernels;
import dev.vernier.graph.op.PairedWeights;
import dev.vernier.graph.op.SaturatingSums.Count;
import dev.vernier.graph.op.TensorType;
import dev.vernier.run.SaturatingEngine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Where the sums of an integer graph would saturate on x86 CPUs without VNNI. Of oneDNN's and ONNX Runtime's kernels, which
/// pair otherwise, each layer has what the worse one does.
///
/// @param samples how many were run to count; 0 where only the weights were looked at
/// @param layers the convolutions and matrix products on codes, in the graph's order
public record Saturation(int samples, List<Layer> layers) {
    private static final int MOST_TOGETHER = 8;

    public Saturation {
        layers = List.copyOf(layers);
    }

    /// One convolution or matrix product.
    ///
    /// @param name the node's label
    /// @param channels output channels; of a product of two activations, columns
    /// @param possible those of them with a pair of products that saturates for some activations
    /// @param largestPair the largest magnitude that two of its products come to for any activations
    /// @param count what the samples showed
    public record Layer(String name, int channels, int possible, int largestPair, Count count) {
        public boolean isPossible() {
            return possible > 0;
        }
    }

    /// What the weights alone say or, of a product of two activations, their types.
    public static Saturation possible(Graph integer) {
        return possible(integer, List.of(Kernels.values()));
    }

    /// The same of some kernels alone.
    public static Saturation possible(Graph integer, List<Kernels> kernels) {
        return of(integer, 0, kernels, Map.of());
    }

    /// What the weights say, and what all samples of a loader show. Every layer is counted on exact codes, so that what
    /// it shows is its own doing.
    public static Saturation count(Graph integer, Loader loader, int threads, Progress progress) {
        Map<Counted, Count> counts = new LinkedHashMap<>();
        int together = together(loader.dataset().size());
        loader.forEachBatch(together, threads, () -> new Counter(integer, together), Counter::count,
                part -> part.forEach((counted, count) -> counts.merge(counted, count, Count::plus)), progress);
        return of(integer, loader.dataset().size(), List.of(Kernels.values()), counts);
    }

    /// How many samples are counted together: as many of all as leave none over, so that none is counted twice as padding.
    private static int together(int samples) {
        return IntStream.rangeClosed(1, MOST_TOGETHER).filter(count -> samples % count == 0).max().orElse(1);
    }

    private static Saturation of(Graph integer, int samples, List<Kernels> kernels, Map<Counted, Count> counts) {
        Map<String, TensorType> types = Inference.types(integer);
        List<Layer> layers = new ArrayList<>();
        for (Node node : integer.nodes()) {
            if (node.op() instanceof IntegerProduct product) {
                DType activation = types.get(node.input(0)).dtype();
                String right = node.input(product.weights());
                (integer.isConstant(right)
                        ? layer(node, activation, integer.constants().get(right), kernels, counts)
                        : product(node, activation, types.get(right), kernels, counts)).ifPresent(layers::add);
            }
        }
        return new Saturation(samples, layers);
    }

    /// A layer as the worst of the kernels has it; empty where none adds products in int16.
    private static Optional<Layer> layer(Node node, DType activation, Tensor weight, List<Kernels> kernels,
            Map<Counted, Count> counts) {
        List<PairedWeights> paired = kernels.stream()
                .flatMap(each -> PairedWeights.of(each, node.op(), activation, weight).stream()).toList();
        if (paired.isEmpty()) {
            return Optional.empty();
        }
        BitSet saturable = new BitSet();
        paired.forEach(weights -> saturable.or(weights.saturable(PairedWeights.HIGHEST_CODE)));
        int largest = paired.stream().mapToInt(weights -> weights.largestPair(PairedWeights.HIGHEST_CODE)).max()
                .orElseThrow();
        return Optional.of(new Layer(node.label(), paired.getFirst().channels(), saturable.cardinality(), largest,
                worst(node, kernels, counts)));
    }

    /// A product of two activations, which their types alone bound: any of its outputs may saturate, or none.
    private static Optional<Layer> product(Node node, DType left, TensorType right, List<Kernels> kernels,
            Map<Counted, Count> counts) {
        int largest = kernels.stream().mapToInt(each -> PairedWeights.largestPair(each, left, right.dtype())).max()
                .orElse(0);
        if (largest == 0) {
            return Optional.empty();
        }
        int columns = right.shape().rank() < 2 ? 1 : right.shape().size(right.shape().rank() - 1);
        return Optional.of(new Layer(node.label(), columns, columns, largest, worst(node, kernels, counts)));
    }

    private static Count worst(Node node, List<Kernels> kernels, Map<Counted, Count> counts) {
        return kernels.stream().map(each -> counts.getOrDefault(new Counted(node, each), Count.NONE))
                .max(Comparator.comparingLong(Count::changed).thenComparingLong(Count::saturating)
                        .thenComparingLong(Count::pairs))
                .orElseThrow();
    }

    /// One layer on one kind of kernels.
    private record Counted(Node node, Kernels kernels) {}

    /// The layers that could saturate.
    public List<Layer> possible() {
        return layers.stream().filter(Layer::isPossible).toList();
    }

    /// The counts of all layers together.
    public Count total() {
        return layers.stream().map(Layer::count).reduce(Count.NONE, Count::plus);
    }

    private static final class Counter implements AutoCloseable {
        private final Graph integer;
        private final Map<Counted, Count> counts = new LinkedHashMap<>();
        private final Session session;

        Counter(Graph integer, int together) {
            this.integer = integer;
            session = SaturatingEngine
                    .counting((node, kernels, count) -> counts.merge(new Counted(node, kernels), count, Count::plus))
                    .open(integer, new SessionOptions(together, Set.of()));
        }

        Map<Counted, Count> count(Batch batch) {
            counts.clear();
            session.run(batch.inputs(integer.inputNames()));
            return Map.copyOf(counts);
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
