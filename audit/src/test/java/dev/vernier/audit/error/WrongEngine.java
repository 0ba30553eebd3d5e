package dev.vernier.audit.error;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.QGemm;
import dev.vernier.graph.op.QLinearConv;
import dev.vernier.run.Engine;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An engine with a planted fault: the last convolution or matrix product on codes subtracts its products where it should
/// add them. Float graphs run as they should.
public record WrongEngine(Engine engine) implements Engine {
    private static final int WEIGHT = 3;

    @Override
    public String name() {
        return "wrong";
    }

    @Override
    public Session open(Graph graph, SessionOptions options) {
        List<Node> layers = layers(graph);
        if (layers.isEmpty()) {
            return engine.open(graph, options);
        }
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        constants.computeIfPresent(layers.getLast().input(WEIGHT), (name, weight) -> negated(weight));
        return engine.open(graph.withConstants(constants), options);
    }

    /// What it may compute wrongly.
    public static List<Node> layers(Graph graph) {
        return graph.nodes().stream().filter(node -> node.op() instanceof QLinearConv || node.op() instanceof QGemm)
                .toList();
    }

    private static Tensor negated(Tensor weight) {
        byte[] codes = weight.bytes();
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) Math.min(-codes[i], Byte.MAX_VALUE);
        }
        return Tensor.ofI8(weight.shape(), codes);
    }
}
