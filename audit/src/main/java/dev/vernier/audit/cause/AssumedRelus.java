package dev.vernier.audit.cause;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Node;
import dev.vernier.quant.Clamp;
import dev.vernier.quant.QParams;
import dev.vernier.quant.QuantizedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// ReLUs that a quantized file was read with since the range of its codes does them. Where the codes are wrong, so may be
/// the ReLU: the model that the file was made from tells.
public final class AssumedRelus {
    private AssumedRelus() {}

    /// The same model on codes, without those that the reference does not have behind the same layer.
    public static QuantizedModel without(QuantizedModel candidate, Graph reference) {
        Graph graph = candidate.graph();
        LayerMatching same = LayerMatching.of(reference, graph);
        Map<String, String> renamed = new LinkedHashMap<>();
        Map<String, QParams> parameters = new LinkedHashMap<>(candidate.quantization().parameters());
        List<Node> nodes = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (isAssumed(node, candidate, reference, same)) {
                renamed.put(node.output(), node.input(0));
                parameters.put(node.input(0), parameters.remove(node.output()));
            } else {
                nodes.add(node.withInputs(
                        node.inputs().stream().map(name -> renamed.getOrDefault(name, name)).toList()));
            }
        }
        return new QuantizedModel(new Graph(graph.inputs(), graph.constants(), nodes, graph.outputs()),
                candidate.quantization().of(parameters));
    }

    private static boolean isAssumed(Node node, QuantizedModel model, Graph reference, LayerMatching same) {
        Graph graph = model.graph();
        String before = same.tensors().get(node.input(0));
        boolean isDoneByCodes = model.quantization().find(node.output())
                .flatMap(params -> Clamp.of(node, graph).filter(clamp -> clamp.isDoneBy(params))).isPresent();
        return isDoneByCodes && before != null && !same.tensors().containsKey(node.output())
                && !graph.outputs().contains(node.output())
                && !model.quantization().has(node.input(0))
                && graph.consumers().get(node.input(0)).size() == 1
                && reference.consumers().getOrDefault(before, List.of()).stream()
                        .noneMatch(reader -> Clamp.of(reader, reference).isPresent());
    }
}
