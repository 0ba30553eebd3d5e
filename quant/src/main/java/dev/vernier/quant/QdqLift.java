package dev.vernier.quant;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Add;
import dev.vernier.graph.op.BatchNorm;
import dev.vernier.graph.op.Clip;
import dev.vernier.graph.op.Conv;
import dev.vernier.graph.op.Dequantize;
import dev.vernier.graph.op.Gemm;
import dev.vernier.graph.op.Identity;
import dev.vernier.graph.op.MatMul;
import dev.vernier.graph.op.Mul;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.Quantize;
import dev.vernier.graph.op.Relu;
import dev.vernier.graph.op.Sub;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The way back from a graph with quantize and dequantize nodes to a float graph and its quantization. Constant codes
/// become code x scale, which quantizes to the same codes again. A ReLU or Clip that the codes' range does is restored:
/// the one that is known to have been left out, or else a ReLU wherever the smallest code of a sum or a product is its zero point.
public final class QdqLift {
    private final Graph graph;
    private final Map<String, Clamp> absorbed;
    private final Map<String, Node> producers;
    private final Map<String, List<Node>> consumers;
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, String> renamed = new HashMap<>();
    private final Map<String, QParams> parameters = new LinkedHashMap<>();

    private QdqLift(Graph graph, Map<String, Clamp> absorbed) {
        this.graph = graph;
        this.absorbed = absorbed;
        this.producers = graph.producers();
        this.consumers = graph.consumers();
    }

    /// Whether a graph has dequantize nodes with constant parameters, as a quantized model's has.
    public static boolean isQuantized(Graph graph) {
        return graph.nodes().stream()
                .anyMatch(node -> node.op() instanceof Dequantize && params(node, graph).isPresent());
    }

    /// @param absorbed what [Qdq#absorbed] said when the graph was made; empty for a graph of other origin
    public static QuantizedModel lift(Graph graph, Map<String, Clamp> absorbed) {
        return new QdqLift(graph, absorbed).run();
    }

    private QuantizedModel run() {
        graph.constants().forEach(constants::put);
        for (Node node : graph.nodes()) {
            if (node.op() instanceof Quantize && isPaired(node)) {
                quantize(node);
            } else if (node.op() instanceof Dequantize && params(node, graph).isPresent()) {
                dequantize(node, params(node, graph).get());
            } else {
                List<String> outputs = new ArrayList<>(node.outputs());
                outputs.replaceAll(this::current);
                nodes.add(new Node(
                        node.name(), node.op(), node.inputs().stream().map(this::current).toList(), outputs));
            }
        }
        List<String> outputs = graph.outputs().stream().map(this::current).toList();
        Graph lifted = new Graph(graph.inputs(), constants, nodes, outputs).pruned();
        parameters.keySet().retainAll(lifted.names());
        return new QuantizedModel(lifted, new Quantization(parameters));
    }

    private String current(String name) {
        return renamed.getOrDefault(name, name);
    }

    /// A quantize node whose codes only dequantize nodes with the same parameters read.
    private boolean isPaired(Node quantize) {
        Optional<QParams> params = params(quantize, graph);
        List<Node> readers = consumers.getOrDefault(quantize.output(), List.of());
        return params.isPresent()
                && !graph.outputs().contains(quantize.output())
                && !readers.isEmpty()
                && readers.stream()
                        .allMatch(reader -> reader.op() instanceof Dequantize && params(reader, graph).equals(params));
    }

    private void quantize(Node quantize) {
        QParams params = params(quantize, graph).orElseThrow();
        List<Node> readers = consumers.get(quantize.output());
        String tensor = tensor(quantize.input(0), readers);
        for (Node reader : readers) {
            renamed.put(reader.output(), tensor);
        }
        parameters.put(tensor, params);
    }

    /// The name that the lifted activation has. Where it is not that of the tensor before the quantize node, either the
    /// node that makes that one is renamed, or a node stands between.
    private String tensor(String raw, List<Node> readers) {
        String from = current(raw);
        String back = readers.stream().map(Node::output).filter(graph.outputs()::contains).findFirst()
                .orElse(readers.getFirst().output());
        if (raw.equals(Names.raw(back))) {
            rename(raw, back);
            return back;
        }
        if (absorbed.containsKey(back)) {
            clamp(absorbed.get(back), from, back);
            return back;
        }
        if (isReluByRange(producers.get(raw), params(readers.getFirst(), graph).orElseThrow())) {
            clamp(new Clamp(0, Float.POSITIVE_INFINITY), from, back);
            return back;
        }
        if (parameters.containsKey(from)) {
            nodes.add(Node.of(back, new Identity(), from));
            return back;
        }
        if (graph.outputs().contains(back) && producers.containsKey(raw)) {
            rename(raw, back);
            return back;
        }
        return from;
    }

    /// Gives a tensor that a node already made its name.
    private void rename(String raw, String name) {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            if (node.outputs().contains(raw)) {
                List<String> outputs = new ArrayList<>(node.outputs());
                outputs.replaceAll(output -> output.equals(raw) ? name : output);
                nodes.set(i, new Node(node.name(), node.op(), node.inputs(), outputs));
                break;
            }
        }
        renamed.put(raw, name);
    }

    private boolean isReluByRange(Node producer, QParams params) {
        return producer != null
                && makesBothSigns(producer.op())
                && params.axis().isEmpty()
                && params.zeroPoint().longAt(0) == params.codes().min();
    }

    /// Whether results below zero are to be expected, so that a range without them tells of a ReLU.
    private static boolean makesBothSigns(Op op) {
        return op instanceof Conv || op instanceof Gemm || op instanceof MatMul || op instanceof BatchNorm
                || op instanceof Add || op instanceof Sub || op instanceof Mul;
    }

    private void clamp(Clamp clamp, String from, String to) {
        if (clamp.low() == 0 && clamp.high() == Float.POSITIVE_INFINITY) {
            nodes.add(Node.of(to, new Relu(), from));
            return;
        }
        nodes.add(Node.of(
                to, new Clip(), from, bound(Names.low(to), clamp.low()), bound(Names.high(to), clamp.high())));
    }

    private String bound(String name, float value) {
        if (Float.isInfinite(value)) {
            return "";
        }
        constants.put(name, Tensor.scalar(value));
        return name;
    }

    private void dequantize(Node node, QParams params) {
        String codes = node.input(0);
        Optional<Tensor> constant = graph.constant(codes);
        if (constant.isPresent()) {
            params.requireFit(node.output(), constant.get().shape());
            constants.put(node.output(), Coding.reals(constant.get(), params));
            parameters.put(node.output(), params);
        } else if (!renamed.containsKey(node.output())) {
            nodes.add(node.withInputs(node.inputs().stream().map(this::current).toList()));
        }
    }

    /// A quantize or dequantize node's constant parameters; empty where they are blocked, not float32 or no constants.
    private static Optional<QParams> params(Node node, Graph graph) {
        int axis;
        int blockSize;
        Optional<DType> codes = Optional.empty();
        switch (node.op()) {
            case Quantize quantize -> {
                axis = quantize.axis();
                blockSize = quantize.blockSize();
                codes = Optional.of(quantize.to());
            }
            case Dequantize dequantize -> {
                axis = dequantize.axis();
                blockSize = dequantize.blockSize();
                codes = graph.constant(node.input(0)).map(Tensor::dtype);
            }
            default -> {
                return Optional.empty();
            }
        }
        Optional<Tensor> scale = graph.constant(node.input(1)).filter(s -> s.dtype() == DType.F32);
        Optional<Tensor> zeroPoint = graph.constant(node.input(2));
        if (scale.isEmpty() || blockSize != 0 || (zeroPoint.isEmpty() && codes.isEmpty())) {
            return Optional.empty();
        }
        boolean perTensor = scale.get().size() == 1;
        Shape shape = perTensor ? Shape.SCALAR : scale.get().shape();
        Tensor zero = zeroPoint.isPresent()
                ? zeroPoint.get().reshaped(shape)
                : Tensor.ofLongs(codes.get(), shape, new long[shape.elementCount()]);
        int along = axis < 0 ? axis + graph.constant(node.input(0)).map(value -> value.shape().rank()).orElse(0) : axis;
        return Optional.of(new QParams(
                scale.get().reshaped(shape), zero, perTensor ? OptionalInt.empty() : OptionalInt.of(along)));
    }
}
