package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.Requantize;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// How the int32 sums of an integer operator `x, xScale, xZeroPoint, w, wScale, wZeroPoint, ...` become its result, in
/// the steps that its [Contract] says. All parameters are constants.
///
/// oneDNN's own scales are fastest and multiply before the bias is added, which is its contract. Under any other, and
/// where the weights are several [WeightParts], the multipliers are an operation behind the sums.
final class Requantization {
    private static final int X_SCALE = 1;
    private static final int X_ZERO_POINT = 2;
    private static final int WEIGHT = 3;
    private static final int WEIGHT_SCALE = 4;
    private static final int WEIGHT_ZERO_POINT = 5;

    private final PlanBuilder plan;
    private final Contract contract;
    private final Source source;
    private final WeightParts weights;
    private final float[] multipliers;
    private final Optional<float[]> bias;
    private final int yZeroPoint;

    private Requantization(PlanBuilder plan, Contract contract, Source source, WeightParts weights, float[] multipliers,
            Optional<float[]> bias, int yZeroPoint) {
        this.plan = plan;
        this.contract = contract;
        this.source = source;
        this.weights = weights;
        this.multipliers = multipliers;
        this.bias = bias;
        this.yZeroPoint = yZeroPoint;
    }

    /// Empty where a parameter depends on the samples, and where the sums of several parts could leave what float32 holds.
    ///
    /// @param channelAxis the axis of the weights that runs over output channels
    /// @param bias the place of the int32 bias among the node's inputs, which has one value or one per channel;
    ///     empty where the operator has none
    /// @param yScale the place of the result's scale; its zero point stands behind it
    static Optional<Requantization> of(PlanBuilder plan, PairSaturation saturation, Node node, Contract contract,
            int channelAxis, Optional<Integer> bias, int yScale) {
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
        Optional<float[]> sums = bias.flatMap(place -> plan.constant(node.input(place))).map(codes -> {
            float[] values = new float[multipliers.length];
            for (int channel = 0; channel < values.length; channel++) {
                values[channel] = codes.longAt(codes.size() == 1 ? 0 : channel);
            }
            return values;
        });
        WeightParts weights = WeightParts.of(
                node.op(), weight, plan.constant(node.input(WEIGHT_ZERO_POINT)), channelAxis, saturation);
        if (!weights.addUpInOneRounding(sums.map(Requantization::largest).orElse(0L))) {
            return Optional.empty();
        }
        return Optional.of(new Requantization(plan, contract,
                Source.ofCodes(plan, node.input(0), plan.zeroPoint(node.input(X_ZERO_POINT)), saturation), weights,
                multipliers, sums, plan.zeroPoint(node.input(yScale + 1))));
    }

    private static long largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return (long) largest;
    }

    private static float of(Tensor scales, int channel) {
        return scales.floatAt(scales.size() == 1 ? 0 : channel);
    }

    Source source() {
        return source;
    }

    WeightParts weights() {
        return weights;
    }

    /// Whether oneDNN's own scales do it.
    private boolean isNative() {
        return contract == Contract.ONEDNN && weights.parts().size() == 1;
    }

    /// What the primitive adds as its bias, one value per output channel.
    Optional<Tensor> bias() {
        Optional<float[]> added = isNative() ? scaledBias() : contract == Contract.ONNX ? bias : Optional.empty();
        return added.map(values -> Tensor.of(Shape.of(values.length), values));
    }

    /// The bias in units of the result's scale.
    private Optional<float[]> scaledBias() {
        return bias.map(sums -> {
            float[] scaled = sums.clone();
            for (int channel = 0; channel < scaled.length; channel++) {
                scaled[channel] *= multipliers[channel];
            }
            return scaled;
        });
    }

    /// What the sums of products with the first part need.
    ///
    /// @param others the sums of products with the other parts
    /// @param channels broadcasts one value per output channel to the result
    /// @param mask the weights' axes, as primitives take them, that run over output channels
    PrimitiveAttributes attributes(List<Slot> others, Shape channels, int mask, Fusion fusion) {
        PrimitiveAttributes attributes = source.attributes();
        if (isNative()) {
            attributes.scales(DNNL_ARG_WEIGHTS, mask, multipliers);
        } else {
            others.forEach(sums -> attributes.then(dnnl_binary_add, sums));
            attributes.then(dnnl_binary_mul, plan.constant(Tensor.of(channels, multipliers)));
            scaledBias().filter(scaled -> contract == Contract.ONEDNN).ifPresent(
                    scaled -> attributes.then(dnnl_binary_add, plan.constant(Tensor.of(channels, scaled))));
        }
        int zeroPoint = fusion.addition().flatMap(Addition::coding).map(Addition.Coding::sumZeroPoint)
                .orElse(yZeroPoint);
        fusion.applyTo(attributes, zeroPoint);
        return zeroPoint == 0 ? attributes : attributes.then(Activation.ROUND).zeroPoint(DNNL_ARG_DST, zeroPoint);
    }
}
