package dev.vernier.quant;

import dev.vernier.graph.Graph;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Chooses the parameters of every tensor of a placement, from the ranges of activations and the weights themselves.
public final class Quantizer {
    /// A bias code stays below this, so that adding it cannot overflow the int32 sums.
    private static final float LARGEST_BIAS_CODE = 1 << 30;

    private final Graph graph;
    private final Placement placement;
    private final QConfig config;
    private final BoundConfig bound;
    private final boolean allowsUncalibrated;

    /// @param placement of this graph by this qconfig
    /// @throws InputException where an override matches nothing in the graph
    /// @throws IllegalArgumentException where the placement is another qconfig's
    public Quantizer(Graph graph, Placement placement, QConfig config) {
        this(graph, placement, config, false);
    }

    private Quantizer(Graph graph, Placement placement, QConfig config, boolean allowsUncalibrated) {
        this.graph = graph;
        this.placement = placement;
        this.config = config;
        this.bound = BoundConfig.of(config, graph);
        this.allowsUncalibrated = allowsUncalibrated;
        if (!placement.equals(Placement.of(graph, config))) {
            throw new IllegalArgumentException("placement: not that of this graph by qconfig " + config.name()
                    + ", needed Placement.of(graph, config)");
        }
    }

    /// The same, which gives an activation that no sample reached scale 1 and zero point 0, as PyTorch's `convert` does with
    /// no more than a warning.
    public Quantizer allowingUncalibrated() {
        return new Quantizer(graph, placement, config, true);
    }

    /// @param ranges the range of every observed activation, such as `calibration::range`
    /// @throws InputException where no sample reached an activation; the message names it
    /// @throws IllegalArgumentException where a weight is not finite, or two layers share a bias; the message names the
    ///     tensor
    public Quantization quantize(RangeChoice ranges) {
        Map<String, QParams> parameters = new LinkedHashMap<>();
        activationRanges(ranges).forEach((name, range) -> parameters.put(name, activation(name, range)));
        for (String name : placement.shared().keySet()) {
            placement.origin(name).ifPresent(origin -> parameters.put(name, parameters.get(origin)));
        }
        requireOwnBiases();
        for (Layer layer : placement.layers()) {
            float inputScale = parameters.get(layer.input()).scale().floatAt(0);
            QParams weights = weights(layer, inputScale);
            QParams already = parameters.put(layer.weight(), weights);
            if (already != null && !already.equals(weights)) {
                throw new IllegalArgumentException("tensor '" + layer.weight()
                        + "': two layers need other parameters of it, needed weights of one layer alone");
            }
            if (layer.hasBias()) {
                parameters.put(layer.bias(), bias(inputScale, weights));
            }
        }
        return new Quantization(parameters);
    }

    /// The codes of a bias are in units of its layer's scales: of another layer they would be another bias.
    private void requireOwnBiases() {
        Map<String, Layer> owners = new LinkedHashMap<>();
        for (Layer layer : placement.layers()) {
            Layer other = layer.hasBias() ? owners.put(layer.bias(), layer) : null;
            if (other != null) {
                throw new IllegalArgumentException("tensor '" + layer.bias() + "': the bias of nodes '"
                        + other.node().label() + "' and '" + layer.node().label()
                        + "', needed one of its own for each, as Folding.standard() gives them");
            }
        }
    }

    /// The range of every activation with parameters of its own, widened to those that share them; empty where uncalibrated.
    private Map<String, Optional<Range>> activationRanges(RangeChoice ranges) {
        Map<String, Optional<Range>> chosen = new LinkedHashMap<>();
        for (String name : placement.observed()) {
            QSpec spec = bound.activations(name);
            Optional<Range> range = spec.range() instanceof RangeRule.Fixed(Range fixed)
                    ? Optional.of(fixed)
                    : ranges.range(name, spec.range(), spec.scheme());
            if (range.isEmpty() && !allowsUncalibrated) {
                throw new InputException(
                        "calibration: tensor '" + name
                                + "': no sample reached it, needed at least one to calibrate on");
            }
            chosen.merge(placement.origin(name).orElseThrow(), range,
                    (a, b) -> a.isEmpty() ? b : b.isEmpty() ? a : Optional.of(a.get().union(b.get())));
        }
        return chosen;
    }

    private QParams activation(String name, Optional<Range> range) {
        Scheme scheme = bound.activations(name).scheme();
        Scheme.Point point = range.map(covered -> scheme.point(covered.low(), covered.high()))
                .orElse(new Scheme.Point(1, 0));
        return QParams.perTensor(scheme.codes(), point.scale(), point.zeroPoint());
    }

    /// A scale is made larger where the layer's bias would not fit into int32 otherwise, as with channels whose weights are
    /// all but zero.
    private QParams weights(Layer layer, float inputScale) {
        QSpec spec = bound.weights(layer);
        QParams chosen =
                Weights.parameters(layer.weight(), graph.constants().get(layer.weight()), layer.channelAxis(), spec);
        Optional<Tensor> bias = graph.constant(layer.bias());
        float[] scales = chosen.scale().floats();
        for (int channel = 0; channel < scales.length; channel++) {
            int only = chosen.axis().isPresent() ? channel : -1;
            float needed = bias.map(b -> largest(b, only)).orElse(0f) / inputScale / LARGEST_BIAS_CODE;
            if (scales[channel] < needed) {
                scales[channel] = spec.powerOfTwo() ? Scheme.powerOfTwoFrom(needed) : needed;
            }
        }
        return new QParams(Tensor.of(chosen.scale().shape(), scales), chosen.zeroPoint(), chosen.axis());
    }

    /// The largest magnitude of one channel's bias, or of all where the channel is -1.
    private static float largest(Tensor bias, int channel) {
        if (channel >= 0) {
            return Math.abs(bias.floatAt(channel));
        }
        float largest = 0;
        for (int i = 0; i < bias.size(); i++) {
            largest = Math.max(largest, Math.abs(bias.floatAt(i)));
        }
        return largest;
    }

    /// int32 with the scale of the layer's sums, input scale x weight scale in float32.
    private static QParams bias(float inputScale, QParams weights) {
        float[] scales = weights.scale().floats();
        for (int channel = 0; channel < scales.length; channel++) {
            scales[channel] *= inputScale;
        }
        return weights.axis().isPresent()
                ? QParams.perChannel(DType.I32, 0, scales, new long[scales.length])
                : new QParams(Tensor.scalar(scales[0]), Tensor.ofI32(Shape.SCALAR, 0), OptionalInt.empty());
    }
}
