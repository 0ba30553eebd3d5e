package dev.vernier.audit.cause;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.quant.Layer;
import dev.vernier.quant.QParams;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.quant.Range;
import dev.vernier.quant.Scheme;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Copies of an int8 model with one thing changed.
final class Edits {
    private Edits() {}

    /// Other parameters for some activations. The int32 biases of the layers that read them follow.
    static QuantizedModel withActivations(QuantizedModel model, Map<String, QParams> activations) {
        Map<String, QParams> parameters = new LinkedHashMap<>(model.quantization().parameters());
        parameters.putAll(activations);
        return withBiases(model.graph(), parameters);
    }

    /// Other values for a constant, and other parameters.
    static QuantizedModel withConstant(QuantizedModel model, String name, Tensor value, QParams params) {
        Map<String, QParams> parameters = new LinkedHashMap<>(model.quantization().parameters());
        parameters.put(name, params);
        return withBiases(replaced(model.graph(), name, value), parameters);
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
                model.quantization().parameters());
    }

    private static Graph replaced(Graph graph, String name, Tensor value) {
        Map<String, Tensor> constants = new LinkedHashMap<>(graph.constants());
        constants.put(name, value);
        return graph.withConstants(constants);
    }

    /// Gives every bias of a quantized layer the scale of the layer's sums.
    private static QuantizedModel withBiases(Graph graph, Map<String, QParams> known) {
        Map<String, QParams> parameters = new LinkedHashMap<>(known);
        for (Node node : graph.nodes()) {
            Optional<Layer> layer = Layer.of(node, graph).filter(Layer::hasBias);
            QParams input = layer.map(found -> known.get(found.input())).orElse(null);
            QParams weight = layer.map(found -> known.get(found.weight())).orElse(null);
            if (input != null && weight != null) {
                parameters.put(layer.get().bias(), bias(input.scale().floatAt(0), weight));
            }
        }
        return new QuantizedModel(graph, new Quantization(parameters));
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

    /// What calibration would have chosen: affine parameters of the same codes that cover a range and zero.
    static QParams covering(Range range, QParams like) {
        DType codes = like.codes();
        Scheme.Point point = new Scheme(codes, (int) codes.min(), (int) codes.max(), false)
                .point(range.low(), range.high());
        return QParams.perTensor(codes, point.scale(), point.zeroPoint());
    }
}
