package dev.vernier.onednn;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Requantize;
import dev.vernier.tensor.Tensor;
import java.util.Optional;
import java.util.stream.IntStream;

/// The constants of an integer operator `x, xScale, xZeroPoint, w, wScale, wZeroPoint, ...`.
final class LayerParameters {
    private static final int X_SCALE = 1;
    private static final int X_ZERO_POINT = 2;
    private static final int WEIGHT = 3;
    private static final int WEIGHT_SCALE = 4;
    private static final int WEIGHT_ZERO_POINT = 5;

    private final int xZeroPoint;
    private final Tensor weight;
    private final Optional<Tensor> weightZeroPoint;
    private final float[] multipliers;
    private final Optional<int[]> bias;
    private final int yZeroPoint;

    private LayerParameters(int xZeroPoint, Tensor weight, Optional<Tensor> weightZeroPoint, float[] multipliers,
            Optional<int[]> bias, int yZeroPoint) {
        this.xZeroPoint = xZeroPoint;
        this.weight = weight;
        this.weightZeroPoint = weightZeroPoint;
        this.multipliers = multipliers;
        this.bias = bias;
        this.yZeroPoint = yZeroPoint;
    }

    /// Empty where one of them depends on the samples.
    ///
    /// @param channelAxis the axis of the weights that runs over output channels
    /// @param bias the place of the int32 bias among the node's inputs, which has one value or one per channel;
    ///     empty where the operator has none
    /// @param yScale the place of the result's scale; its zero point stands behind it
    static Optional<LayerParameters> of(
            PlanBuilder plan, Node node, int channelAxis, Optional<Integer> bias, int yScale) {
        boolean known = IntStream.range(1, node.inputs().size())
                .allMatch(index -> node.input(index).isEmpty() || plan.isConstant(node.input(index)));
        if (!known || plan.constant(node.input(X_SCALE)).orElseThrow().size() != 1) {
            return Optional.empty();
        }
        Tensor weight = plan.constant(node.input(WEIGHT)).orElseThrow();
        Tensor weightScale = plan.constant(node.input(WEIGHT_SCALE)).orElseThrow();
        float xScale = plan.constant(node.input(X_SCALE)).orElseThrow().floatAt(0);
        float resultScale = plan.constant(node.input(yScale)).map(scale -> scale.floatAt(0)).orElse(1f);
        float[] multipliers = new float[weight.shape().size(channelAxis)];
        for (int channel = 0; channel < multipliers.length; channel++) {
            multipliers[channel] = Requantize.multiplier(xScale, of(weightScale, channel), resultScale);
        }
        Optional<int[]> sums = bias.flatMap(place -> plan.constant(node.input(place))).map(codes -> {
            int[] values = new int[multipliers.length];
            for (int channel = 0; channel < values.length; channel++) {
                values[channel] = (int) codes.longAt(codes.size() == 1 ? 0 : channel);
            }
            return values;
        });
        return Optional.of(new LayerParameters(plan.zeroPoint(node.input(X_ZERO_POINT)), weight,
                plan.constant(node.input(WEIGHT_ZERO_POINT)), multipliers, sums,
                plan.zeroPoint(node.input(yScale + 1))));
    }

    private static float of(Tensor scales, int channel) {
        return scales.floatAt(scales.size() == 1 ? 0 : channel);
    }

    int xZeroPoint() {
        return xZeroPoint;
    }

    Tensor weight() {
        return weight;
    }

    Optional<Tensor> weightZeroPoint() {
        return weightZeroPoint;
    }

    /// From a sum's unit to the result's, one per output channel.
    float[] multipliers() {
        return multipliers;
    }

    /// In the sums' unit, one value per output channel.
    Optional<int[]> bias() {
        return bias;
    }

    int yZeroPoint() {
        return yZeroPoint;
    }

    /// The bias in units of the result's scale, in float32.
    Optional<float[]> scaledBias() {
        return bias.map(sums -> {
            float[] scaled = new float[sums.length];
            for (int channel = 0; channel < scaled.length; channel++) {
                scaled[channel] = sums[channel] * multipliers[channel];
            }
            return scaled;
        });
    }

    long largestBias() {
        return bias.map(sums -> IntStream.of(sums).mapToLong(sum -> Math.abs((long) sum)).max().orElse(0)).orElse(0L);
    }
}
