package dev.vernier.audit.cause;

import dev.vernier.graph.Graph;
import dev.vernier.quant.Layer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What of one model is what of the other. Layers belong together as [LayerPairing] tells; activations where they have the
/// same name, or stand in the same place between such layers.
///
/// @param layers in the candidate's order
/// @param tensors the reference's activation for each of the candidate's that has one
public record LayerMatching(List<LayerPair> layers, Map<String, String> tensors) {
    public LayerMatching {
        layers = List.copyOf(layers);
        tensors = Map.copyOf(tensors);
    }

    public static LayerMatching of(Graph reference, Graph candidate) {
        List<LayerPair> pairs = new LayerPairing(reference, candidate).pairs();
        return new LayerMatching(pairs, new ActivationMatching(reference, candidate).of(pairs));
    }

    /// The reference's activation or constant for each of the candidate's that has one; no weights that lie the other way
    /// round.
    public Map<String, String> all(Graph reference, Graph candidate) {
        Map<String, String> all = new LinkedHashMap<>(tensors);
        candidate.constants().keySet().stream().filter(reference::isConstant).forEach(name -> all.put(name, name));
        for (LayerPair pair : layers) {
            Layer ours = pair.candidate();
            if (ours.channelAxis() == pair.reference().channelAxis()) {
                all.put(ours.weight(), pair.reference().weight());
            } else {
                all.remove(ours.weight());
            }
            if (ours.hasBias() && pair.reference().hasBias()) {
                all.put(ours.bias(), pair.reference().bias());
            }
        }
        return all;
    }
}
