package dev.vernier.audit.cause;

import dev.vernier.graph.Graph;
import dev.vernier.quant.Layer;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Which layers of two models are the same. They are where they make a tensor of the same name, else where their nodes have
/// the same name, else where their weights point the same way in every channel, else, where there are as many layers in
/// both, in the order of those of a shape; never where their weights differ in shape, but for the order of a matrix's axes.
final class LayerPairing {
    private final Graph reference;
    private final Graph candidate;
    private final List<Layer> references;
    private final List<Layer> candidates;

    LayerPairing(Graph reference, Graph candidate) {
        this.reference = reference;
        this.candidate = candidate;
        this.references = layers(reference);
        this.candidates = layers(candidate);
    }

    private static List<Layer> layers(Graph graph) {
        return graph.nodes().stream().map(node -> Layer.of(node, graph)).flatMap(Optional::stream).toList();
    }

    /// In the candidate's order.
    List<LayerPair> pairs() {
        Map<Layer, Layer> found = new HashMap<>();
        List<Layer> ours = new ArrayList<>(candidates);
        List<Layer> theirs = new ArrayList<>(references);
        byName(ours, theirs, found);
        byWeights(ours, theirs, found);
        if (references.size() == candidates.size()) {
            inOrder(ours, theirs, found);
        }
        return candidates.stream().filter(found::containsKey).map(layer -> new LayerPair(found.get(layer), layer))
                .toList();
    }

    /// Those with the name of another are settled, whether they fit it or not.
    private void byName(List<Layer> ours, List<Layer> theirs, Map<Layer, Layer> found) {
        Map<String, Layer> byOutput = new HashMap<>();
        Map<String, Layer> byNode = new HashMap<>();
        references.forEach(layer -> {
            byOutput.put(layer.node().output(), layer);
            byNode.put(layer.node().name(), layer);
        });
        for (Layer layer : candidates) {
            Layer same = Optional.ofNullable(byOutput.get(layer.node().output()))
                    .orElse(layer.node().name().isEmpty() ? null : byNode.get(layer.node().name()));
            if (same != null) {
                ours.remove(layer);
                theirs.remove(same);
                if (shape(same, reference).equals(shape(layer, candidate))) {
                    found.put(layer, same);
                }
            }
        }
    }

    /// The likest first.
    private void byWeights(List<Layer> ours, List<Layer> theirs, Map<Layer, Layer> found) {
        record Likeness(Layer ours, Layer theirs, double cosine) {}
        List<Likeness> alike = new ArrayList<>();
        for (Layer layer : ours) {
            for (Layer other : theirs) {
                if (shape(other, reference).equals(shape(layer, candidate))) {
                    double cosine = Direction.of(layer, candidate).cosine(Direction.of(other, reference));
                    if (cosine > Direction.SAME) {
                        alike.add(new Likeness(layer, other, cosine));
                    }
                }
            }
        }
        alike.sort(Comparator.comparingDouble(Likeness::cosine).reversed());
        for (Likeness one : alike) {
            if (ours.contains(one.ours()) && theirs.contains(one.theirs())) {
                ours.remove(one.ours());
                theirs.remove(one.theirs());
                found.put(one.ours(), one.theirs());
            }
        }
    }

    private void inOrder(List<Layer> ours, List<Layer> theirs, Map<Layer, Layer> found) {
        Map<Shape, List<Layer>> left = theirs.stream()
                .collect(Collectors.groupingBy(layer -> shape(layer, reference)));
        ours.stream().collect(Collectors.groupingBy(layer -> shape(layer, candidate))).forEach((shape, layers) -> {
            List<Layer> others = left.getOrDefault(shape, List.of());
            for (int i = 0; i < layers.size() && layers.size() == others.size(); i++) {
                found.put(layers.get(i), others.get(i));
            }
        });
    }

    /// Output channels first.
    private static Shape shape(Layer layer, Graph graph) {
        Shape shape = graph.constant(layer.weight()).orElseThrow().shape();
        return layer.channelAxis() == 0 ? shape : Shape.of(shape.size(1), shape.size(0));
    }

    /// Some weights of some channels. Each channel's scale is left out, so that wrong ones do not hide what they belong to.
    private record Direction(Tensor weight, int axis) {
        /// The least cosine of weights that are taken to be the same.
        static final double SAME = 0.9;
        private static final int CHANNELS = 32;
        private static final int WEIGHTS = 128;

        static Direction of(Layer layer, Graph graph) {
            return new Direction(graph.constant(layer.weight()).orElseThrow(), layer.channelAxis());
        }

        /// The mean over channels, of those that are not zero in both.
        double cosine(Direction that) {
            int channels = weight.shape().size(axis);
            int inner = channels == 0 ? 0 : weight.size() / channels;
            double sum = 0;
            int counted = 0;
            for (int channel = 0; channel < channels; channel += 1 + channels / CHANNELS) {
                double product = 0;
                double own = 0;
                double other = 0;
                for (int i = 0; i < inner; i += 1 + inner / WEIGHTS) {
                    double left = at(channel, i, channels, inner);
                    double right = that.at(channel, i, channels, inner);
                    product += left * right;
                    own += left * left;
                    other += right * right;
                }
                if (own > 0 || other > 0) {
                    sum += own > 0 && other > 0 ? product / Math.sqrt(own * other) : 0;
                    counted++;
                }
            }
            return counted == 0 ? 0 : sum / counted;
        }

        private double at(int channel, int element, int channels, int inner) {
            return weight.doubleAt(axis == 0 ? channel * inner + element : element * channels + channel);
        }
    }
}
