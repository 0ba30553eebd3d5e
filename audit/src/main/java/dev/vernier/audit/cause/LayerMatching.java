package dev.vernier.audit.cause;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.op.TensorType;
import dev.vernier.quant.Layer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What of one model is what of the other. Layers belong together where they make a tensor of the same name, else where
/// their nodes have the same name, else, as many as there are, in order; never where their weights differ in shape.
///
/// @param layers in the candidate's order
/// @param tensors the reference's activation for each of the candidate's that has one
public record LayerMatching(List<LayerPair> layers, Map<String, String> tensors) {
    public LayerMatching {
        layers = List.copyOf(layers);
        tensors = Map.copyOf(tensors);
    }

    public static LayerMatching of(Graph reference, Graph candidate) {
        List<LayerPair> pairs = pairs(layers(reference), layers(candidate), reference, candidate);
        Map<String, TensorType> theirs = Inference.types(reference);
        Map<String, TensorType> ours = Inference.types(candidate);
        Map<String, String> tensors = new LinkedHashMap<>();
        ours.forEach((name, type) -> {
            if (type.equals(theirs.get(name)) && !candidate.isConstant(name)) {
                tensors.put(name, name);
            }
        });
        for (LayerPair pair : pairs) {
            join(pair.candidate().input(), pair.reference().input(), ours, theirs, tensors);
            join(pair.candidate().node().output(), pair.reference().node().output(), ours, theirs, tensors);
        }
        return new LayerMatching(pairs, tensors);
    }

    /// The reference's activation or constant for each of the candidate's that has one.
    public Map<String, String> all(Graph reference, Graph candidate) {
        Map<String, String> all = new LinkedHashMap<>(tensors);
        candidate.constants().keySet().stream().filter(reference::isConstant).forEach(name -> all.put(name, name));
        for (LayerPair pair : layers) {
            all.put(pair.candidate().weight(), pair.reference().weight());
            if (pair.candidate().hasBias() && pair.reference().hasBias()) {
                all.put(pair.candidate().bias(), pair.reference().bias());
            }
        }
        return all;
    }

    private static void join(String ours, String theirs, Map<String, TensorType> types,
            Map<String, TensorType> others, Map<String, String> tensors) {
        if (types.get(ours).equals(others.get(theirs))) {
            tensors.putIfAbsent(ours, theirs);
        }
    }

    private static List<Layer> layers(Graph graph) {
        return graph.nodes().stream().map(node -> Layer.of(node, graph)).flatMap(Optional::stream).toList();
    }

    private static List<LayerPair> pairs(
            List<Layer> references, List<Layer> candidates, Graph reference, Graph candidate) {
        Map<String, Layer> byOutput = new HashMap<>();
        Map<String, Layer> byName = new HashMap<>();
        references.forEach(layer -> {
            byOutput.put(layer.node().output(), layer);
            byName.put(layer.node().name(), layer);
        });
        List<LayerPair> pairs = new ArrayList<>();
        for (int place = 0; place < candidates.size(); place++) {
            Layer layer = candidates.get(place);
            Optional<Layer> same = Optional.ofNullable(byOutput.get(layer.node().output()))
                    .or(() -> Optional.ofNullable(layer.node().name().isEmpty() ? null
                            : byName.get(layer.node().name())));
            if (same.isEmpty() && references.size() == candidates.size()) {
                same = Optional.of(references.get(place));
            }
            same.filter(other -> shape(other, reference).equals(shape(layer, candidate)))
                    .ifPresent(other -> pairs.add(new LayerPair(other, layer)));
        }
        return pairs;
    }

    private static Object shape(Layer layer, Graph graph) {
        return graph.constant(layer.weight()).orElseThrow().shape();
    }
}
