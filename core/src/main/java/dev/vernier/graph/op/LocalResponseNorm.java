package dev.vernier.graph.op;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.List;

/// `x / (bias + alpha / size * sum)^beta`, the sum that of the squares of `size` neighbouring channels, for `x` of float32
/// `[n, c, ...]` (ONNX LRN; Krizhevsky et al. 2012, section 3.3), in float64 and rounded once. From channel i it reaches from
/// `i - (size - 1) / 2` to `i + size / 2`; channels beyond the ends count as 0.
///
/// @param size how many channels are summed, at least 1
/// @param alpha what the mean of the squares is multiplied by, 1e-4 where none is given
/// @param beta the power, 0.75 where none is given
/// @param bias what is added to the squares, 1 where none is given
public record LocalResponseNorm(int size, float alpha, float beta, float bias) implements Op {
    private static final float ALPHA = 1e-4f;
    private static final float BETA = 0.75f;

    public LocalResponseNorm {
        if (size < 1) {
            throw new IllegalArgumentException("size = " + size + ", needed at least 1");
        }
    }

    static LocalResponseNorm from(Attributes attributes) {
        attributes.only("size", "alpha", "beta", "bias").needs("size");
        return new LocalResponseNorm(attributes.integer("size", 0), attributes.number("alpha", ALPHA),
                attributes.number("beta", BETA), attributes.number("bias", 1));
    }

    @Override
    public String word() {
        return "local_response_norm";
    }

    @Override
    public Attributes attributes() {
        Attributes attributes = Attributes.NONE.with("size", size);
        attributes = alpha == ALPHA ? attributes : attributes.with("alpha", alpha);
        attributes = beta == BETA ? attributes : attributes.with("beta", beta);
        return bias == 1 ? attributes : attributes.with("bias", bias);
    }

    @Override
    public List<TensorType> infer(Inputs<Operand> inputs) {
        Require.type("x", inputs.at(0), DType.F32);
        Require.rank("x", inputs.at(0), 2);
        return List.of(inputs.at(0).type());
    }

    @Override
    public List<Tensor> evaluate(Inputs<Tensor> inputs) {
        infer(Operand.of(inputs));
        return List.of(Lines.map(inputs.at(0), 1, this::along));
    }

    /// The channels of one place.
    private double[] along(double[] channels) {
        double[] values = new double[channels.length];
        for (int i = 0; i < channels.length; i++) {
            int last = (int) Math.min(channels.length - 1L, (long) i + size / 2);
            double sum = 0;
            for (int k = Math.max(0, i - (size - 1) / 2); k <= last; k++) {
                sum += channels[k] * channels[k];
            }
            values[i] = channels[i] / StrictMath.pow(bias + alpha / (double) size * sum, beta);
        }
        return values;
    }
}
