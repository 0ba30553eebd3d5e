package dev.vernier.quant;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;

/// Quantize and dequantize in one step, with the gradient that training takes it to have: 1 where the code lies inside its
/// range, 0 where it saturates (the straight-through estimator of PyTorch's `fake_quantize_per_tensor_affine` and
/// `fake_quantize_per_channel_affine`).
///
/// @param lowest the smallest code, at least the type's
/// @param highest the largest
public record FakeQuantize(QParams params, int lowest, int highest) {
    public FakeQuantize {
        if (lowest >= highest || lowest < params.codes().min() || highest > params.codes().max()) {
            throw new IllegalArgumentException(
                    "codes " + lowest + " to " + highest + ", needed a range inside " + params.codes());
        }
    }

    /// The reals that the codes of `x` stand for.
    ///
    /// @throws IllegalArgumentException where x holds NaN, or the parameters do not fit its shape
    public Tensor forward(Tensor x) {
        Channels channels = channels(x);
        float[] values = x.floats();
        for (int i = 0; i < values.length; i++) {
            int channel = channels.of(i);
            long zeroPoint = params.zeroPoint().longAt(channel);
            double code = Math.clamp(code(values[i], channel), lowest, highest);
            values[i] = (float) (code - zeroPoint) * params.scale().floatAt(channel);
        }
        return Tensor.of(x.shape(), values);
    }

    /// The gradient by `x`, from that by the result.
    ///
    /// @throws IllegalArgumentException where x holds NaN, or shapes do not fit
    public Tensor gradient(Tensor x, Tensor upstream) {
        if (!upstream.shape().equals(x.shape())) {
            throw new IllegalArgumentException("gradient of shape " + upstream.shape() + ", needed " + x.shape());
        }
        Channels channels = channels(x);
        float[] gradient = upstream.floats();
        for (int i = 0; i < gradient.length; i++) {
            double code = code(x.floatAt(i), channels.of(i));
            gradient[i] = code >= lowest && code <= highest ? gradient[i] : 0;
        }
        return Tensor.of(x.shape(), gradient);
    }

    private double code(float real, int channel) {
        double code = Math.rint((double) (real / params.scale().floatAt(channel))) + params.zeroPoint().longAt(channel);
        if (Double.isNaN(code)) {
            throw new IllegalArgumentException("NaN has no code, needed a number");
        }
        return code;
    }

    private Channels channels(Tensor x) {
        params.requireFit("x", x.shape());
        if (params.axis().isEmpty()) {
            return new Channels(Math.max(1, x.size()), 1);
        }
        Shape shape = x.shape();
        int axis = params.axis().getAsInt();
        return new Channels(shape.count(axis + 1, shape.rank()), shape.size(axis));
    }

    private record Channels(int inner, int count) {
        int of(int element) {
            return element / inner % count;
        }
    }
}
