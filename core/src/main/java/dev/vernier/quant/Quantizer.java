package dev.vernier.quant;

import dev.vernier.graph.Graph;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// Chooses the parameters of every tensor of a placement, from the ranges of activations and the weights themselves.
public final class Quantizer {
    /// A bias code stays below this, so that adding it cannot overflow the int32 sums.
    private static final float LARGEST_BIAS_CODE = 1 << 30;

    private final Graph graph;
    private final Placement placement;
    private final QConfig config;

    public Quantizer(Graph graph, Placement placement, QConfig config) {
        this.graph = graph;
        this.placement = placement;
        this.config = config;
    }

    /// @param ranges the range of every observed activation, by name
    /// @throws IllegalArgumentException where a range is missing or a weight is not finite; the message names the tensor
    public Quantization quantize(Function<String, Optional<Range>> ranges) {
        Map<String, QParams> parameters = new LinkedHashMap<>();
        for (String name : placement.observed()) {
            Range range = ranges.apply(name)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "calibration: tensor '" + name + "': no sample reached it, needed at least one"));
            Scheme.Point point = config.activations().point(range.low(), range.high());
            parameters.put(name, QParams.perTensor(config.activations().codes(), point.scale(), point.zeroPoint()));
        }
        for (String name : placement.shared().keySet()) {
            placement.origin(name).ifPresent(origin -> parameters.put(name, parameters.get(origin)));
        }
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

    /// Min/max per output channel or of the whole tensor. A scale is made larger where the layer's bias would not fit into
    /// int32 otherwise, as with channels whose weights are all but zero.
    private QParams weights(Layer layer, float inputScale) {
        Tensor weight = graph.constants().get(layer.weight());
        Shape shape = weight.shape();
        int channels = config.perChannel() ? shape.size(layer.channelAxis()) : 1;
        int inner = config.perChannel() ? shape.strides()[layer.channelAxis()] : shape.elementCount();
        float[] low = new float[channels];
        float[] high = new float[channels];
        for (int i = 0; i < weight.size(); i++) {
            float value = weight.floatAt(i);
            if (!Float.isFinite(value)) {
                throw new IllegalArgumentException(
                        "tensor '" + layer.weight() + "': element " + i + " is " + value + ", needed a finite number");
            }
            int channel = i / inner % channels;
            low[channel] = Math.min(low[channel], value);
            high[channel] = Math.max(high[channel], value);
        }
        Optional<Tensor> bias = graph.constant(layer.bias());
        float[] scales = new float[channels];
        long[] zeroPoints = new long[channels];
        for (int channel = 0; channel < channels; channel++) {
            Scheme.Point point = config.weights().point(low[channel], high[channel]);
            int only = config.perChannel() ? channel : -1;
            float needed = bias.map(b -> largest(b, only)).orElse(0f) / inputScale / LARGEST_BIAS_CODE;
            scales[channel] = Math.max(point.scale(), needed);
            zeroPoints[channel] = point.zeroPoint();
        }
        DType codes = config.weights().codes();
        return config.perChannel()
                ? QParams.perChannel(codes, layer.channelAxis(), scales, zeroPoints)
                : QParams.perTensor(codes, scales[0], (int) zeroPoints[0]);
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
