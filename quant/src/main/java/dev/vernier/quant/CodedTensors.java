package dev.vernier.quant;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Input;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.Dequantize;
import dev.vernier.graph.op.Lookup;
import dev.vernier.graph.op.Quantize;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The integer graph while it is made: which tensors exist as codes and which as reals. What is missing in one form is
/// made from the other when it is first asked for.
final class CodedTensors {
    private final Graph graph;
    private final Quantization quantization;
    private final Contract contract;
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Set<String> coded = new HashSet<>();
    private final Map<String, String> reals = new LinkedHashMap<>();

    /// @param contract how reals become codes
    CodedTensors(Graph graph, Quantization quantization, Contract contract) {
        this.graph = graph;
        this.contract = contract;
        this.quantization = quantization;
        for (Input input : graph.inputs()) {
            if (quantization.has(input.name())) {
                quantize(input.name(), input.name());
            }
        }
    }

    void add(Node node) {
        nodes.add(node);
    }

    /// Says that a node makes a tensor's codes.
    void made(String tensor) {
        coded.add(tensor);
    }

    boolean hasCodes(String tensor) {
        return coded.contains(tensor);
    }

    /// Adds a node that makes a tensor's codes from its reals of the given name.
    void quantize(String tensor, String from) {
        QParams params = quantization.parameters().get(tensor);
        List<String> parameters = parameters(tensor);
        nodes.add(Node.of(
                Names.codes(tensor),
                new Quantize(params.codes(), params.axis().orElse(0), 0, contract),
                from,
                parameters.get(0),
                parameters.get(1)));
        made(tensor);
    }

    /// The name of a tensor's codes.
    String codes(String tensor) {
        Optional<Tensor> value = graph.constant(tensor);
        if (value.isPresent() && coded.add(tensor)) {
            QParams params = quantization.parameters().get(tensor);
            params.requireFit(tensor, value.get().shape());
            constants.put(Names.codes(tensor), Coding.codes(value.get(), params));
        }
        return Names.codes(tensor);
    }

    /// The name of a tensor's codes under the parameters of another tensor.
    String codes(String tensor, String like) {
        QParams params = quantization.parameters().get(like);
        if (params.equals(quantization.parameters().get(tensor))) {
            return codes(tensor);
        }
        String requantized = Names.codes(tensor + "/" + like);
        Optional<Tensor> table = contract.isFixedPoint()
                ? CodeFunctions.requantized(quantization.parameters().get(tensor), params)
                : Optional.empty();
        if (table.isPresent() && coded.add(requantized)) {
            nodes.add(Node.of(requantized, new Lookup(), codes(tensor), constant(requantized + "/table", table.get())));
        } else if (coded.add(requantized)) {
            List<String> parameters = parameters(like);
            nodes.add(Node.of(
                    requantized, new Quantize(params.codes(), 0, 0, contract), reals(tensor), parameters.get(0),
                    parameters.get(1)));
        }
        return requantized;
    }

    /// The names of a tensor's codes, scale and zero point, as integer operators take them.
    List<String> coded(String tensor) {
        List<String> all = new ArrayList<>(List.of(codes(tensor)));
        all.addAll(parameters(tensor));
        return all;
    }

    /// The names of a tensor's scale and zero point.
    List<String> parameters(String tensor) {
        QParams params = quantization.parameters().get(tensor);
        return List.of(
                constant(Names.scale(tensor), params.scale()), constant(Names.zeroPoint(tensor), params.zeroPoint()));
    }

    /// The name of a layer's bias as int32 codes with the scale of the layer's sums. Layers that share a bias share its codes
    /// only where they are equal.
    String bias(Layer layer) {
        Tensor codes = biasCodes(layer);
        String name = Names.codes(layer.bias());
        return codes.equals(constants.getOrDefault(name, codes))
                ? constant(name, codes)
                : constant(Names.codes(layer.node().output() + "/bias"), codes);
    }

    private Tensor biasCodes(Layer layer) {
        QParams input = quantization.parameters().get(layer.input());
        Tensor real = realValue(layer.bias());
        float[] scales = quantization.parameters().get(layer.weight()).scale().floats();
        long[] codes = new long[real.size()];
        for (int channel = 0; channel < codes.length; channel++) {
            float scale = input.scale().floatAt(0) * scales[scales.length == 1 ? 0 : channel];
            codes[channel] = QParams.perTensor(DType.I32, scale, 0).code(real.floatAt(channel), 0);
        }
        return Tensor.ofLongs(DType.I32, real.shape(), codes);
    }

    /// The name of a tensor's reals: what its codes stand for where it has any.
    String reals(String tensor) {
        if (tensor.isEmpty()) {
            return tensor;
        }
        if (graph.isConstant(tensor)) {
            return constant(tensor, realValue(tensor));
        }
        if (!coded.contains(tensor)) {
            return tensor;
        }
        return reals.computeIfAbsent(tensor, this::dequantize);
    }

    private String dequantize(String tensor) {
        boolean isInput = graph.inputs().stream().anyMatch(input -> input.name().equals(tensor));
        String name = isInput ? Names.reals(tensor) : tensor;
        QParams params = quantization.parameters().get(tensor);
        List<String> parameters = parameters(tensor);
        nodes.add(Node.of(
                name, new Dequantize(params.axis().orElse(0), 0), codes(tensor), parameters.get(0), parameters.get(1)));
        return name;
    }

    private Tensor realValue(String constant) {
        Tensor value = graph.constants().get(constant);
        return quantization
                .find(constant)
                .map(params -> Coding.reals(Coding.codes(value, params), params))
                .orElse(value);
    }

    String constant(String name, Tensor value) {
        constants.put(name, value);
        return name;
    }

    Graph finish() {
        graph.outputs().forEach(this::reals);
        graph.constants().forEach((name, value) -> {
            boolean asItIs = !constants.containsKey(name) && !quantization.has(name);
            if (asItIs) {
                constants.put(name, value);
            }
        });
        return new Graph(graph.inputs(), constants, nodes, graph.outputs()).pruned();
    }
}
