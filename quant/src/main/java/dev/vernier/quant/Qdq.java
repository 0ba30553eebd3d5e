package dev.vernier.quant;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Dequantize;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.Quantize;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The graph with quantize and dequantize nodes that a float graph and its quantization determine. Every quantized
/// activation passes through a pair of nodes. A ReLU or Clip that saturation does anyway is left out, so that nothing
/// stands between a layer and its codes.
public final class Qdq {
    private final Graph graph;
    private final Quantization quantization;
    private final boolean constantsAsCodes;
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, String> renamed = new HashMap<>();

    private Qdq(Graph graph, Quantization quantization, boolean constantsAsCodes) {
        this.graph = graph;
        this.quantization = quantization;
        this.constantsAsCodes = constantsAsCodes;
    }

    /// What files hold (ONNX, "QDQ format"): constants are codes, each with a dequantize node.
    ///
    /// @throws IllegalArgumentException where parameters do not fit a constant's shape; the message names the tensor
    public static Graph insert(Graph graph, Quantization quantization) {
        return new Qdq(graph, quantization, true).run();
    }

    /// What is run to simulate ("fake quantization"): constants are the reals that codes stand for.
    ///
    /// @throws IllegalArgumentException where parameters do not fit a constant's shape; the message names the tensor
    public static Graph simulate(Graph graph, Quantization quantization) {
        return new Qdq(graph, quantization, false).run();
    }

    /// The ReLUs and Clips that [#insert] leaves out: the range of each by the tensor that it makes.
    public static Map<String, Clamp> absorbed(Graph graph, Quantization quantization) {
        Map<String, Clamp> absorbed = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            absorbed(node, graph, quantization).ifPresent(clamp -> absorbed.put(node.output(), clamp));
        }
        return absorbed;
    }

    static Optional<Clamp> absorbed(Node node, Graph graph, Quantization quantization) {
        return quantization.find(node.output())
                .flatMap(params -> Clamp.of(node, graph).filter(clamp -> clamp.isDoneBy(params)));
    }

    private Graph run() {
        graph.constants().forEach(this::constant);
        graph.inputs().forEach(input -> quantization.find(input.name()).ifPresent(params -> {
            pair(input.name(), input.name(), Names.reals(input.name()), params);
            renamed.put(input.name(), Names.reals(input.name()));
        }));
        graph.nodes().forEach(this::node);
        return new Graph(graph.inputs(), constants, nodes, graph.outputs()).pruned();
    }

    private void constant(String name, Tensor value) {
        Optional<QParams> found = quantization.find(name);
        if (found.isEmpty()) {
            constants.put(name, value);
            return;
        }
        QParams params = found.get();
        params.requireFit(name, value.shape());
        Tensor codes = Coding.codes(value, params);
        if (constantsAsCodes) {
            constants.put(Names.codes(name), codes);
            dequantize(name, name, params);
        } else {
            constants.put(name, Coding.reals(codes, params));
        }
    }

    private void node(Node node) {
        if (absorbed(node, graph, quantization).isPresent()) {
            pair(node.output(), current(node.input(0)), node.output(), quantization.parameters().get(node.output()));
            return;
        }
        List<String> outputs = new ArrayList<>(node.outputs());
        outputs.replaceAll(name -> quantization.has(name) ? Names.raw(name) : name);
        List<String> inputs = node.inputs().stream().map(this::current).toList();
        nodes.add(new Node(node.name(), node.op(), inputs, outputs));
        for (String name : node.outputs()) {
            quantization.find(name).ifPresent(params -> pair(name, Names.raw(name), name, params));
        }
    }

    private String current(String name) {
        return renamed.getOrDefault(name, name);
    }

    private void pair(String tensor, String from, String to, QParams params) {
        constants.put(Names.scale(tensor), params.scale());
        constants.put(Names.zeroPoint(tensor), params.zeroPoint());
        Op quantize = new Quantize(params.codes(), params.axis().orElse(0), 0);
        nodes.add(Node.of(Names.codes(tensor), quantize, from, Names.scale(tensor), Names.zeroPoint(tensor)));
        dequantize(tensor, to, params);
    }

    /// int32 codes have zero point 0, which is then left out.
    private void dequantize(String tensor, String to, QParams params) {
        Op dequantize = new Dequantize(params.axis().orElse(0), 0);
        constants.put(Names.scale(tensor), params.scale());
        if (params.codes() == DType.I32 && params.isSymmetric()) {
            nodes.add(Node.of(to, dequantize, Names.codes(tensor), Names.scale(tensor)));
        } else {
            constants.put(Names.zeroPoint(tensor), params.zeroPoint());
            nodes.add(Node.of(to, dequantize, Names.codes(tensor), Names.scale(tensor), Names.zeroPoint(tensor)));
        }
    }
}
