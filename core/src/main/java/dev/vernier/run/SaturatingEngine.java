package dev.vernier.run;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Inputs;
import dev.vernier.graph.op.SaturatingSums;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// The reference interpreter with the sums of an x86 CPU without VNNI, which adds pairs of products in saturating int16
/// (see [SaturatingSums]). Float graphs run as they always do.
public final class SaturatingEngine implements Engine {
    private final ReferenceEngine interpreter;

    private SaturatingEngine(Function<SaturatingSums, Tensor> output, BiConsumer<Node, SaturatingSums.Count> counted) {
        this.interpreter = new ReferenceEngine((node, inputs) -> evaluate(node, inputs, output, counted));
    }

    /// Gives what such a CPU gives: each layer reads what saturation made of the one before it.
    public static SaturatingEngine replaying() {
        return new SaturatingEngine(SaturatingSums::saturated, (node, count) -> {});
    }

    /// Gives exact results and counts what would have saturated: each layer reads exact codes.
    ///
    /// @param counted hears the count of each layer in each micro-batch, on the thread of the session
    public static SaturatingEngine counting(BiConsumer<Node, SaturatingSums.Count> counted) {
        return new SaturatingEngine(SaturatingSums::exact, counted);
    }

    private static List<Tensor> evaluate(Node node, Inputs<Tensor> inputs, Function<SaturatingSums, Tensor> output,
            BiConsumer<Node, SaturatingSums.Count> counted) {
        Optional<SaturatingSums> sums = SaturatingSums.of(node.op(), inputs);
        sums.ifPresent(found -> counted.accept(node, found.count()));
        return sums.map(found -> List.of(output.apply(found))).orElseGet(() -> node.op().evaluate(inputs));
    }

    @Override
    public String name() {
        return "saturating";
    }

    @Override
    public Session open(Graph graph, SessionOptions options) {
        return interpreter.open(graph, options);
    }
}
