package dev.vernier.run;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Inputs;
import dev.vernier.graph.op.IntegerProduct;
import dev.vernier.graph.op.Kernels;
import dev.vernier.graph.op.PairedWeights;
import dev.vernier.graph.op.SaturatingSums;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// The reference interpreter with the sums of an x86 CPU without VNNI, which adds pairs of products in saturating int16
/// (see [SaturatingSums]). Float graphs run as they always do.
public final class SaturatingEngine implements Engine {
    private final ReferenceEngine.Evaluator saturating;

    private SaturatingEngine(ReferenceEngine.Evaluator saturating) {
        this.saturating = saturating;
    }

    /// Gives what such a CPU gives: each layer reads what saturation made of the one before it. ONNX Runtime's kernels
    /// round additions and means in their own way as well; the graph has to follow the contract that they know, which is
    /// [dev.vernier.graph.op.Contract#ONNX].
    public static SaturatingEngine replaying(Kernels kernels) {
        return new SaturatingEngine((node, inputs) -> SaturatingSums.replay(kernels, node.op(), inputs));
    }

    /// Hears how often a layer's pairs saturate.
    @FunctionalInterface
    public interface Counted {
        void accept(Node node, Kernels kernels, SaturatingSums.Count count);
    }

    /// Gives exact results and counts what would have saturated on each of the kernels: each layer reads exact codes.
    ///
    /// @param counted hears the counts of each layer in each micro-batch, on the thread of the session
    public static SaturatingEngine counting(Counted counted) {
        return new SaturatingEngine((node, inputs) -> count(node, inputs, counted));
    }

    private static List<Tensor> count(Node node, Inputs<Tensor> inputs, Counted counted) {
        Map<Kernels, SaturatingSums> sums = SaturatingSums.of(List.of(Kernels.values()), node.op(), inputs);
        sums.forEach((kernels, found) -> counted.accept(node, kernels, found.count()));
        return sums.values().stream().findFirst().map(found -> List.of(found.exact()))
                .orElseGet(() -> node.op().evaluate(inputs));
    }

    @Override
    public String name() {
        return "saturating";
    }

    @Override
    public Session open(Graph graph, SessionOptions options) {
        return new ReferenceEngine(
                (node, inputs) -> canSaturate(node, inputs, graph) ? saturating.evaluate(node, inputs)
                        : node.op().evaluate(inputs))
                .open(graph, options);
    }

    /// False where two activations are multiplied whose types no kernels add pairs of.
    private static boolean canSaturate(Node node, Inputs<Tensor> inputs, Graph graph) {
        if (!(node.op() instanceof IntegerProduct product) || graph.isConstant(node.input(product.weights()))) {
            return true;
        }
        return Arrays.stream(Kernels.values()).anyMatch(kernels -> PairedWeights.largestPair(kernels,
                inputs.at(0).dtype(), inputs.at(product.weights()).dtype()) > 0);
    }
}
