package dev.vernier.quant;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;

/// Parameters of constant weights.
public final class Weights {
    private Weights() {}

    /// The parameters that a spec chooses for weights.
    ///
    /// @param name for messages
    /// @param channelAxis the axis of output channels
    /// @throws IllegalArgumentException where a weight is not finite
    public static QParams parameters(String name, Tensor weight, int channelAxis, QSpec spec) {
        float[] values = weight.floats();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "tensor '" + name + "': element " + i + " is " + values[i] + ", needed a finite number");
            }
        }
        Scheme scheme = spec.scheme();
        DType codes = scheme.codes();
        if (spec.granularity() == Granularity.PER_TENSOR) {
            Scheme.Point point = point(values, spec.range(), scheme);
            return QParams.perTensor(codes, point.scale(), point.zeroPoint());
        }
        Shape shape = weight.shape();
        float[] scales = new float[shape.size(channelAxis)];
        long[] zeroPoints = new long[scales.length];
        for (int channel = 0; channel < scales.length; channel++) {
            Scheme.Point point = point(channel(values, shape, channelAxis, channel), spec.range(), scheme);
            scales[channel] = point.scale();
            zeroPoints[channel] = point.zeroPoint();
        }
        return QParams.perChannel(codes, channelAxis, scales, zeroPoints);
    }

    private static Scheme.Point point(float[] values, RangeRule rule, Scheme scheme) {
        Range range = WeightRange.of(values, rule, scheme);
        return scheme.point(range.low(), range.high());
    }

    private static float[] channel(float[] values, Shape shape, int axis, int channel) {
        int inner = shape.strides()[axis];
        int stride = inner * shape.size(axis);
        float[] picked = new float[values.length / shape.size(axis)];
        for (int block = 0; block * inner < picked.length; block++) {
            int from = block * stride + channel * inner;
            System.arraycopy(values, from, picked, block * inner, inner);
        }
        return picked;
    }
}
