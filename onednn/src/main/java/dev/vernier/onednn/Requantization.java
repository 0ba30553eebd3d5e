package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Contract;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/// How the int32 sums of an integer operator `x, xScale, xZeroPoint, w, wScale, wZeroPoint, ...` become its result, in
/// the steps that its [Contract] says. All parameters are constants.
///
/// oneDNN's own scales are fastest and multiply before the bias is added, which is its contract. Under any other, and
/// where the weights are several [WeightParts], the multipliers are an operation behind the sums.
final class Requantization {
    private final PlanBuilder plan;
    private final Contract contract;
    private final Source source;
    private final WeightParts weights;
    private final LayerParameters parameters;

    private Requantization(PlanBuilder plan, Contract contract, Source source, WeightParts weights,
            LayerParameters parameters) {
        this.plan = plan;
        this.contract = contract;
        this.source = source;
        this.weights = weights;
        this.parameters = parameters;
    }

    /// Empty where a parameter depends on the samples, and where the sums of several parts could leave what float32 holds.
    ///
    /// @param channelAxis the axis of the weights that runs over output channels
    /// @param bias the place of the int32 bias among the node's inputs; empty where the operator has none
    /// @param yScale the place of the result's scale; its zero point stands behind it
    static Optional<Requantization> of(PlanBuilder plan, PairSaturation saturation, Node node, Contract contract,
            int channelAxis, Optional<Integer> bias, int yScale) {
        return LayerParameters.of(plan, node, channelAxis, bias, yScale).flatMap(parameters -> {
            WeightParts weights = WeightParts.of(node.op(), parameters.weight(), parameters.weightZeroPoint(),
                    channelAxis, saturation);
            return weights.addUpInOneRounding(parameters.largestBias())
                    ? Optional.of(new Requantization(plan, contract,
                            Source.ofCodes(plan, node.input(0), parameters.xZeroPoint(), saturation), weights,
                            parameters))
                    : Optional.empty();
        });
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
        Optional<float[]> added = isNative() ? parameters.scaledBias()
                : contract == Contract.ONNX ? parameters.bias().map(Requantization::floats) : Optional.empty();
        return added.map(values -> Tensor.of(Shape.of(values.length), values));
    }

    private static float[] floats(int[] sums) {
        float[] values = new float[sums.length];
        for (int channel = 0; channel < values.length; channel++) {
            values[channel] = sums[channel];
        }
        return values;
    }

    /// What the sums of products with the first part need.
    ///
    /// @param others the sums of products with the other parts
    /// @param channels broadcasts one value per output channel to the result
    /// @param mask the weights' axes, as primitives take them, that run over output channels
    PrimitiveAttributes attributes(List<Slot> others, Shape channels, int mask, Fusion fusion) {
        PrimitiveAttributes attributes = source.attributes();
        if (isNative()) {
            attributes.scales(DNNL_ARG_WEIGHTS, mask, parameters.multipliers());
        } else {
            others.forEach(sums -> attributes.then(dnnl_binary_add, sums));
            attributes.then(dnnl_binary_mul, plan.constant(Tensor.of(channels, parameters.multipliers())));
            parameters.scaledBias().filter(scaled -> contract == Contract.ONEDNN).ifPresent(
                    scaled -> attributes.then(dnnl_binary_add, plan.constant(Tensor.of(channels, scaled))));
        }
        if (plan.type(fusion.output()).dtype() == DType.F32) {
            fusion.applyTo(attributes);
            return attributes;
        }
        int zeroPoint = fusion.addition().flatMap(Addition::coding).map(Addition.Coding::sumZeroPoint)
                .orElse(parameters.yZeroPoint());
        fusion.applyTo(attributes, zeroPoint);
        return zeroPoint == 0 ? attributes : attributes.then(Activation.ROUND).zeroPoint(DNNL_ARG_DST, zeroPoint);
    }
}
