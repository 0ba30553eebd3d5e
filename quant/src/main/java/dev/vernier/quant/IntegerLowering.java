package dev.vernier.quant;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Add;
import dev.vernier.graph.op.AveragePool;
import dev.vernier.graph.op.Clip;
import dev.vernier.graph.op.Concat;
import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.Conv;
import dev.vernier.graph.op.Gemm;
import dev.vernier.graph.op.GlobalAveragePool;
import dev.vernier.graph.op.Lookup;
import dev.vernier.graph.op.MatMul;
import dev.vernier.graph.op.Mul;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.Pad;
import dev.vernier.graph.op.QGemm;
import dev.vernier.graph.op.QLinearAdd;
import dev.vernier.graph.op.QLinearAveragePool;
import dev.vernier.graph.op.QLinearConv;
import dev.vernier.graph.op.QLinearGlobalAveragePool;
import dev.vernier.graph.op.QLinearMatMul;
import dev.vernier.graph.op.QLinearMean;
import dev.vernier.graph.op.QLinearMul;
import dev.vernier.graph.op.QLinearSoftmax;
import dev.vernier.graph.op.QLinearSub;
import dev.vernier.graph.op.ReduceMean;
import dev.vernier.graph.op.Softmax;
import dev.vernier.graph.op.Sub;
import dev.vernier.graph.op.TensorType;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// The graph that computes on codes: convolutions, matrix products, additions and means in integer operators that
/// requantize to the output's codes, whatever only moves values on the codes themselves. An operator that has no integer
/// form runs in float between a dequantize and a quantize node; convolutions and matrix products never do where all their
/// tensors are quantized.
public final class IntegerLowering {
    private final Graph graph;
    private final Quantization quantization;
    private final Contract contract;
    private final Map<String, List<Node>> consumers;
    private final Map<String, Node> producers;
    private final Map<String, TensorType> types;
    private final CodedTensors tensors;

    private IntegerLowering(Graph graph, Quantization quantization, Contract contract) {
        this.graph = graph;
        this.quantization = quantization;
        this.contract = contract;
        this.consumers = graph.consumers();
        this.producers = graph.producers();
        this.types = Inference.types(graph);
        this.tensors = new CodedTensors(graph, quantization, rounding(contract));
    }

    /// @param contract how sums become codes
    /// @throws IllegalArgumentException where parameters do not fit a constant's shape; the message names the tensor
    public static Graph lower(Graph graph, Quantization quantization, Contract contract) {
        return new IntegerLowering(graph, quantization, contract).run();
    }

    /// What the codes of a quantized tensor are called in the graph.
    public static String codes(String tensor) {
        return Names.codes(tensor);
    }

    private Graph run() {
        for (Node node : graph.nodes()) {
            if (tensors.hasCodes(node.output())) {
                continue;
            }
            if (!lowerToCodes(node)) {
                keepInFloat(node);
            }
        }
        return tensors.finish();
    }

    private boolean lowerToCodes(Node node) {
        String target = target(node);
        boolean toCodes = isCoded(target);
        Contract contract = contract(node, target);
        return switch (node.op()) {
            case Conv(var window, int groups) when toCodes && layer(node).isPresent() -> {
                lowerConv(layer(node).get(), new QLinearConv(window, groups, contract), target);
                yield true;
            }
            case Gemm gemm when canMake(node, toCodes) && layer(node).isPresent() -> {
                lowerGemm(layer(node).get(), new QGemm(gemm.transposeB(), contract), toCodes ? target : node.output(),
                        toCodes);
                yield true;
            }
            case MatMul product when canMake(node, toCodes) && layer(node).filter(this::isOfMatrices).isPresent() -> {
                lowerGemm(layer(node).get(), new QGemm(false, contract), toCodes ? target : node.output(), toCodes);
                yield true;
            }
            case MatMul product when canMake(node, toCodes)
                    && (layer(node).isPresent() || node.inputs().stream().allMatch(this::isCoded)) -> {
                lowerMatMul(node, rounding(contract), target, toCodes);
                yield true;
            }
            case Add add when toCodes && node.inputs().stream().allMatch(this::isCoded) -> {
                lowerAdd(node, contract, target);
                yield true;
            }
            case AveragePool(var window, boolean ceil, boolean countPadding) when toCodes && isCoded(node.input(0))
                    && !contract.isFixedPoint() -> {
                Op pool = new QLinearAveragePool(window, ceil, countPadding);
                requantize(node, pool, tensors.coded(node.input(0)), target);
                yield true;
            }
            case AveragePool(var window, boolean ceil, boolean countPadding) when haveSameCodes(node.input(0), target)
                    && !countPadding -> {
                Op pool = new QLinearAveragePool(window, ceil, false, contract);
                requantize(node, pool, tensors.coded(node.input(0)), target);
                yield true;
            }
            case GlobalAveragePool pool when toCodes && isCoded(node.input(0)) && !contract.isFixedPoint() -> {
                requantize(node, new QLinearGlobalAveragePool(), tensors.coded(node.input(0)), target);
                yield true;
            }
            case GlobalAveragePool pool when contract.isFixedPoint() && toCodes && isCoded(node.input(0)) -> {
                int rank = types.get(node.input(0)).shape().rank();
                Tensor axes = Tensor.ofI64(Shape.of(rank - 2), LongStream.range(2, rank).toArray());
                lowerMean(node, new QLinearMean(true, contract),
                        tensors.constant(Names.low(node.output() + "/axes"), axes), target);
                yield true;
            }
            case ReduceMean mean when contract.isFixedPoint() && toCodes && isCoded(node.input(0))
                    && graph.constant(node.input(1)).filter(axes -> axes.size() > 0).isPresent() -> {
                lowerMean(node, new QLinearMean(mean.keepAxes(), contract), node.input(1), target);
                yield true;
            }
            case Sub sub when contract.isFixedPoint() && toCodes && node.inputs().stream().allMatch(this::isCoded) -> {
                lowerPair(node, new QLinearSub(), target);
                yield true;
            }
            case Mul mul when contract.isFixedPoint() && toCodes && node.inputs().stream().allMatch(this::isCoded) -> {
                lowerPair(node, new QLinearMul(), target);
                yield true;
            }
            case Op op when table(node).isPresent() -> {
                String table = tensors.constant(Names.low(node.output() + "/table"), table(node).get());
                tensors.add(new Node(node.name(), new Lookup(), List.of(tensors.codes(node.input(0)), table),
                        List.of(Names.codes(node.output()))));
                tensors.made(node.output());
                yield true;
            }
            case Softmax(int axis) when contract.isFixedPoint() && isCoded(node.output()) && isCoded(node.input(0)) -> {
                requantize(node, new QLinearSoftmax(axis), tensors.coded(node.input(0)), node.output());
                yield true;
            }
            case Concat concat when isCoded(node.output()) && node.inputs().stream().allMatch(this::isCoded) -> {
                List<String> inputs = node.inputs().stream()
                        .map(input -> tensors.codes(input, node.output()))
                        .toList();
                tensors.add(new Node(node.name(), concat, inputs, List.of(Names.codes(node.output()))));
                tensors.made(node.output());
                yield true;
            }
            case Op op when op.movesValues()
                    && node.outputs().size() == 1
                    && isCoded(node.input(0))
                    && isCoded(node.output()) ->
                lowerMove(node);
            default -> false;
        };
    }

    /// A node as a layer all of whose operands have codes, the activation's per tensor.
    private Optional<Layer> layer(Node node) {
        return Layer.of(node, graph)
                .filter(layer -> isCoded(layer.input()) && hasCodesByChannel(layer));
    }

    private boolean isOfMatrices(Layer layer) {
        return types.get(layer.input()).shape().rank() == 2;
    }

    /// Whether a node that makes codes or, where numbers are float32, reals can make what is asked of its output, which may
    /// have codes by channel.
    private boolean canMake(Node node, boolean toCodes) {
        return toCodes || !contract.isFixedPoint() && !quantization.has(node.output());
    }

    /// Whether the weights have codes, one scale for all or one for each output channel.
    private boolean hasCodesByChannel(Layer layer) {
        return quantization.find(layer.weight())
                .filter(params -> params.axis().isEmpty() || params.axis().getAsInt() == layer.channelAxis())
                .isPresent();
    }

    /// The contract of a node: fixed point is defined for codes in 8 bits, and biases in 32.
    private Contract contract(Node node, String target) {
        boolean wide = Stream.concat(node.inputs().stream(), Stream.of(target))
                .flatMap(name -> quantization.find(name).stream())
                .map(QParams::codes)
                .anyMatch(codes -> codes.byteSize() > 1 && codes != DType.I32);
        return wide && contract.isFixedPoint() ? Contract.ONNX : contract;
    }

    /// Whether two tensors share scale and zero point.
    private boolean haveSameCodes(String one, String other) {
        return isCoded(one) && quantization.find(one).equals(quantization.find(other));
    }

    private boolean isCoded(String name) {
        return quantization.find(name).filter(params -> params.axis().isEmpty()).isPresent();
    }

    /// The tensor whose codes a node can make: its output or, where that has none, the output of the ReLU or Clip that
    /// alone reads it.
    private String target(Node node) {
        List<Node> readers = consumers.getOrDefault(node.output(), List.of());
        boolean inside = !quantization.has(node.output())
                && readers.size() == 1
                && !graph.outputs().contains(node.output())
                && Clamp.of(readers.getFirst(), graph).isPresent();
        return inside ? readers.getFirst().output() : node.output();
    }

    private void lowerConv(Layer layer, QLinearConv conv, String target) {
        List<String> inputs = new ArrayList<>(tensors.coded(layer.input()));
        inputs.addAll(tensors.coded(layer.weight()));
        inputs.addAll(tensors.parameters(target));
        if (layer.hasBias()) {
            inputs.add(tensors.bias(layer));
        }
        finish(layer.node(), conv, inputs, target);
    }

    private void lowerGemm(Layer layer, QGemm gemm, String target, boolean toCodes) {
        List<String> inputs = new ArrayList<>(tensors.coded(layer.input()));
        inputs.addAll(tensors.coded(layer.weight()));
        inputs.add(layer.hasBias() ? tensors.bias(layer) : "");
        if (toCodes) {
            inputs.addAll(tensors.parameters(target));
            finish(layer.node(), gemm, inputs, target);
        } else {
            tensors.add(new Node(layer.node().name(), gemm, inputs, List.of(target)));
        }
    }

    /// The operand that a convolution makes, the later one of two, stands first: its kernel can add the other one.
    private void lowerAdd(Node node, Contract contract, String target) {
        boolean inOrder = convolvedAt(node.input(0)) >= convolvedAt(node.input(1));
        String first = node.input(inOrder ? 0 : 1);
        String second = node.input(inOrder ? 1 : 0);
        List<String> inputs = new ArrayList<>(tensors.coded(first));
        inputs.addAll(tensors.coded(second));
        boolean allowed = QLinearAdd.allows(contract, scale(first), scale(second), scale(target));
        requantize(node, new QLinearAdd(allowed ? contract : Contract.ONNX), inputs, target);
    }

    /// The place of the convolution that makes a tensor; -1 where none does.
    private int convolvedAt(String name) {
        Node producer = producers.get(name);
        return producer != null && producer.op() instanceof Conv ? graph.nodes().indexOf(producer) : -1;
    }

    /// The contract of operators for which oneDNN has none of its own.
    private static Contract rounding(Contract contract) {
        return contract == Contract.ONEDNN ? Contract.ONNX : contract;
    }

    private float scale(String name) {
        return quantization.parameters().get(name).scale().floatAt(0);
    }

    /// The table of a function on codes whose result has parameters of its own.
    private Optional<Tensor> table(Node node) {
        boolean asks = contract.isFixedPoint() && !node.inputs().isEmpty() && node.outputs().size() == 1
                && isCoded(node.input(0)) && isCoded(node.output())
                && !(node.op().movesValues() && haveSameCodes(node.input(0), node.output()));
        return asks
                ? CodeFunctions.table(node, graph, params(node.input(0)), params(node.output()))
                : Optional.empty();
    }

    private QParams params(String tensor) {
        return quantization.parameters().get(tensor);
    }

    private void lowerMean(Node node, QLinearMean mean, String axes, String target) {
        List<String> inputs = new ArrayList<>(tensors.coded(node.input(0)));
        inputs.add(1, axes);
        requantize(node, mean, inputs, target);
    }

    private void lowerPair(Node node, Op op, String target) {
        List<String> inputs = new ArrayList<>(tensors.coded(node.input(0)));
        inputs.addAll(tensors.coded(node.input(1)));
        requantize(node, op, inputs, target);
    }

    private void lowerMatMul(Node node, Contract contract, String target, boolean toCodes) {
        List<String> inputs = new ArrayList<>(tensors.coded(node.input(0)));
        inputs.addAll(tensors.coded(node.input(1)));
        if (toCodes) {
            requantize(node, new QLinearMatMul(contract), inputs, target);
        } else {
            tensors.add(new Node(node.name(), new QLinearMatMul(contract), inputs, List.of(node.output())));
        }
    }

    private void requantize(Node node, Op op, List<String> inputs, String target) {
        List<String> all = new ArrayList<>(inputs);
        all.addAll(tensors.parameters(target));
        finish(node, op, all, target);
    }

    /// Adds the integer node and, where saturation does not do it already, the clamp between it and its target on codes.
    private void finish(Node node, Op op, List<String> inputs, String target) {
        Optional<Clamp> clamp = target.equals(node.output())
                ? Optional.empty()
                : Clamp.of(consumers.get(node.output()).getFirst(), graph);
        QParams params = quantization.parameters().get(target);
        boolean saturates = clamp.isEmpty() || clamp.get().isDoneBy(params);
        String codes = Names.codes(target);
        tensors.add(new Node(node.name(), op, inputs, List.of(saturates ? codes : Names.raw(codes))));
        if (!saturates) {
            clip(Names.raw(codes), clamp.get(), params, target);
        }
        tensors.made(target);
    }

    private void clip(String from, Clamp clamp, QParams params, String target) {
        String low = tensors.constant(Names.low(target), scalar(params, clamp.low()));
        String high = tensors.constant(Names.high(target), scalar(params, clamp.high()));
        tensors.add(Node.of(Names.codes(target), new Clip(), from, low, high));
    }

    private Tensor scalar(QParams params, float real) {
        return Tensor.ofLongs(params.codes(), Shape.SCALAR, contract.code(real, params.scale().floatAt(0),
                (int) params.zeroPoint().longAt(0), params.codes()));
    }

    /// Moves codes as they are; where input and output have other parameters, requantizes after the move.
    private boolean lowerMove(Node node) {
        QParams params = quantization.parameters().get(node.input(0));
        boolean same = params.equals(quantization.parameters().get(node.output()));
        String target = node.output();
        String from = tensors.codes(node.input(0));
        if (!same) {
            return false;
        }
        Optional<Clamp> clamp = Clamp.of(node, graph);
        if (clamp.isPresent()) {
            clip(from, clamp.get(), params, target);
        } else if (node.op() instanceof Pad pad) {
            Optional<Tensor> value = node.input(2).isEmpty()
                    ? Optional.of(scalar(params, 0))
                    : graph.constant(node.input(2)).map(real -> scalar(params, real.floatAt(0)));
            if (value.isEmpty()) {
                return false;
            }
            List<String> inputs = new ArrayList<>(node.inputs());
            inputs.set(0, from);
            while (inputs.size() < 3) {
                inputs.add("");
            }
            inputs.set(2, tensors.constant(Names.low(target), value.get()));
            tensors.add(new Node(node.name(), pad, inputs, List.of(Names.codes(target))));
        } else {
            List<String> inputs = new ArrayList<>(node.inputs());
            inputs.set(0, from);
            tensors.add(new Node(node.name(), node.op(), inputs, List.of(Names.codes(target))));
        }
        tensors.made(target);
        return true;
    }

    private void keepInFloat(Node node) {
        List<String> inputs = node.inputs().stream().map(tensors::reals).toList();
        List<String> outputs = new ArrayList<>(node.outputs());
        outputs.replaceAll(name -> quantization.has(name) ? Names.raw(name) : name);
        tensors.add(new Node(node.name(), node.op(), inputs, outputs));
        node.outputs().stream().filter(quantization::has).forEach(name -> tensors.quantize(name, Names.raw(name)));
    }
}
