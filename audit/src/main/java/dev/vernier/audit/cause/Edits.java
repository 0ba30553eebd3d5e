package dev.vernier.audit.cause;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.quant.CodeType;
import dev.vernier.quant.Granularity;
import dev.vernier.quant.Layer;
import dev.vernier.quant.QParams;
import dev.vernier.quant.QSpec;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.quant.Range;
import dev.vernier.quant.RangeRule;
import dev.vernier.quant.Scheme;
import dev.vernier.quant.Symmetry;
import dev.vernier.quant.Weights;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Copies of an int8 model with one thing changed.
public final class Edits {
    private Edits() {}

    /// Other parameters for some activations. The int32 biases of the layers that read them follow.
    public static QuantizedModel withActivations(QuantizedModel model, Map<String, QParams> activations) {
        Map<String, QParams> parameters = new LinkedHashMap<>(model.quantization().parameters());
        parameters.putAll(activations);
        return withBiases(model.graph(), model.quantization().of(parameters));
    }

    /// Other values for a constant, and other parameters.
    static QuantizedModel withConstant(QuantizedModel model, String name, Tensor value, QParams params) {
        Map<String, QParams> parameters = new LinkedHashMap<>(model.quantization().parameters());
        parameters.put(name, params);
        return withBiases(replaced(model.graph(), name, value), model.quantization().of(parameters));
    }

    /// Another value for a constant that is not quantized.
    private static QuantizedModel withConstant(QuantizedModel model, String name, Tensor value) {
        return new QuantizedModel(replaced(model.graph(), name, value), model.quantization());
    }

    /// Gives a layer the reference's weights, with parameters of the same kind that cover them, and the reference's bias
    /// where it has one.
    static Repair ofLayer(WeightPair pair, Subject subject) {
        return ofWeight(pair).and(ofBias(pair.layers(), subject));
    }

    /// Gives a layer the reference's weights, with parameters of the same kind that cover them.
    static Repair ofWeight(WeightPair pair) {
        return pair.params()
                .<Repair>map(like -> faulty -> withConstant(faulty, pair.name(), pair.reference(),
                        covering(pair.reference(), like)))
                .orElse(faulty -> withConstant(faulty, pair.name(), pair.reference()));
    }

    /// Gives a layer that has a bias the reference's.
    static Repair ofBias(LayerPair layers, Subject subject) {
        return subject.reference().constant(layers.reference().bias()).filter(bias -> layers.candidate().hasBias())
                .<Repair>map(bias -> faulty -> withBias(faulty, layers.candidate(), bias)).orElse(faulty -> faulty);
    }

    /// Another bias for a layer, in the place of the one that it has, if it has one.
    static QuantizedModel withBias(QuantizedModel model, Layer layer, Tensor bias) {
        String output = layer.node().output();
        String name = layer.hasBias() ? layer.bias() : output + "/bias";
        Graph graph = replaced(model.graph(), name, bias);
        List<Node> nodes = new ArrayList<>(graph.nodes());
        nodes.replaceAll(node -> node.output().equals(output)
                ? node.withInputs(List.of(node.input(0), node.input(1), name))
                : node);
        return withBiases(new Graph(graph.inputs(), graph.constants(), nodes, graph.outputs()),
                model.quantization());
    }

    /// What a node of another graph does to its first input, for a tensor.
    ///
    /// @param replaces whether it stands in the place of the node that makes the tensor, or else behind it
    static QuantizedModel withActivation(
            QuantizedModel model, String tensor, Node activation, Graph of, boolean replaces) {
        Graph graph = model.graph();
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        List<String> inputs = new ArrayList<>();
        for (String input : activation.inputs().subList(1, activation.inputs().size())) {
            String name = input.isEmpty() ? "" : tensor + "/" + input;
            of.constant(input).ifPresent(value -> constants.put(name, value));
            inputs.add(name);
        }
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (!node.outputs().contains(tensor)) {
                nodes.add(node);
                continue;
            }
            inputs.addFirst(replaces ? node.input(0) : tensor + "/bare");
            if (!replaces) {
                List<String> outputs = new ArrayList<>(node.outputs());
                outputs.replaceAll(output -> output.equals(tensor) ? tensor + "/bare" : output);
                nodes.add(new Node(node.name(), node.op(), node.inputs(), outputs));
            }
            nodes.add(new Node(activation.name(), activation.op(), inputs, List.of(tensor)));
        }
        return new QuantizedModel(
                new Graph(graph.inputs(), constants, nodes, graph.outputs()).pruned(), model.quantization());
    }

    private static Graph replaced(Graph graph, String name, Tensor value) {
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        constants.put(name, value);
        return graph.withConstants(constants);
    }

    /// Gives every bias of a quantized layer the scale of the layer's sums.
    private static QuantizedModel withBiases(Graph graph, Quantization known) {
        Map<String, QParams> parameters = new LinkedHashMap<>(known.parameters());
        for (Node node : graph.nodes()) {
            Optional<Layer> layer = Layer.of(node, graph).filter(Layer::hasBias);
            QParams input = layer.map(found -> known.parameters().get(found.input())).orElse(null);
            QParams weight = layer.map(found -> known.parameters().get(found.weight())).orElse(null);
            if (input != null && weight != null) {
                parameters.put(layer.get().bias(), bias(input.scale().floatAt(0), weight));
            }
        }
        return new QuantizedModel(graph, known.of(parameters));
    }

    private static QParams bias(float inputScale, QParams weight) {
        float[] scales = weight.scale().floats();
        for (int channel = 0; channel < scales.length; channel++) {
            scales[channel] *= inputScale;
        }
        return weight.axis().isPresent()
                ? QParams.perChannel(DType.I32, 0, scales, new long[scales.length])
                : new QParams(Tensor.scalar(scales[0]), Tensor.ofI32(Shape.SCALAR, 0), OptionalInt.empty());
    }

    /// Parameters of the same codes along the same axis that cover weights.
    static QParams covering(Tensor weight, QParams like) {
        CodeType dtype = Arrays.stream(CodeType.values()).filter(type -> type.dtype() == like.codes()).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("codes " + like.codes() + ", needed 4, 8 or 16 bits"));
        return Weights.parameters("weights", weight, like.axis().orElse(0), new QSpec(dtype,
                like.isSymmetric() ? Symmetry.SYMMETRIC : Symmetry.AFFINE,
                like.axis().isPresent() ? Granularity.PER_CHANNEL : Granularity.PER_TENSOR, RangeRule.MINMAX, false,
                false, false));
    }

    /// What calibration would have chosen: affine parameters of the same codes that cover a range and zero.
    static QParams covering(Range range, QParams like) {
        DType codes = like.codes();
        Scheme.Point point = new Scheme(codes, (int) codes.min(), (int) codes.max(), false)
                .point(range.low(), range.high());
        return QParams.perTensor(codes, point.scale(), point.zeroPoint());
    }
}
