package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_sub;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Requantize;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Optional;
import java.util.stream.IntStream;

/// How the int32 sums of an integer operator `x, xScale, xZeroPoint, w, wScale, wZeroPoint, ...` become its result, in
/// the definition's own order (see [Requantize]): bias, multiplier, rounding, zero point. All parameters are constants.
///
/// oneDNN's scales would be faster, but multiply before the bias is added. Weight zero points are exact too:
/// `sum(x * (w - zero)) = sum(x * w) - sum(x * zero)`, the last one a second sum of products.
final class Requantization {
    private static final int X_SCALE = 1;
    private static final int X_ZERO_POINT = 2;
    private static final int WEIGHT = 3;
    private static final int WEIGHT_SCALE = 4;
    private static final int WEIGHT_ZERO_POINT = 5;

    private final SignedWeights weights;
    private final float[] multipliers;
    private final int xZeroPoint;
    private final boolean toCodes;
    private final int yZeroPoint;

    private Requantization(
            SignedWeights weights, float[] multipliers, int xZeroPoint, boolean toCodes, int yZeroPoint) {
        this.weights = weights;
        this.multipliers = multipliers;
        this.xZeroPoint = xZeroPoint;
        this.toCodes = toCodes;
        this.yZeroPoint = yZeroPoint;
    }

    /// Empty where a parameter depends on the samples.
    ///
    /// @param channelAxis the axis of the weights that runs over output channels
    /// @param yScale the place of the result's scale among the node's inputs; its zero point stands behind it
    static Optional<Requantization> of(PlanBuilder plan, Node node, int channelAxis, int yScale) {
        boolean known = IntStream.range(1, node.inputs().size())
                .allMatch(index -> node.input(index).isEmpty() || plan.isConstant(node.input(index)));
        if (!known) {
            return Optional.empty();
        }
        Tensor weight = plan.constant(node.input(WEIGHT)).orElseThrow();
        Tensor weightScale = plan.constant(node.input(WEIGHT_SCALE)).orElseThrow();
        float xScale = plan.constant(node.input(X_SCALE)).orElseThrow().floatAt(0);
        Optional<Float> resultScale = plan.constant(node.input(yScale)).map(scale -> scale.floatAt(0));
        float[] multipliers = new float[weight.shape().size(channelAxis)];
        for (int channel = 0; channel < multipliers.length; channel++) {
            float channelScale = weightScale.floatAt(weightScale.size() == 1 ? 0 : channel);
            multipliers[channel] = Requantize.multiplier(xScale, channelScale, resultScale.orElse(1f));
        }
        return Optional.of(new Requantization(
                SignedWeights.of(weight, plan.constant(node.input(WEIGHT_ZERO_POINT)), channelAxis), multipliers,
                whole(plan, node.input(X_ZERO_POINT)), resultScale.isPresent(), whole(plan, node.input(yScale + 1))));
    }

    private static int whole(PlanBuilder plan, String name) {
        return plan.constant(name).map(value -> (int) value.longAt(0)).orElse(0);
    }

    SignedWeights weights() {
        return weights;
    }

    /// A bias of int32 sums in float32, as oneDNN adds it.
    Optional<Tensor> bias(Optional<Tensor> sums) {
        return sums.map(codes -> {
            float[] values = new float[multipliers.length];
            for (int channel = 0; channel < values.length; channel++) {
                values[channel] = codes.longAt(codes.size() == 1 ? 0 : channel);
            }
            return Tensor.of(Shape.of(values.length), values);
        });
    }

    /// What the sums of products with the zero points need.
    PrimitiveAttributes forZeroPoints(PlanBuilder plan) {
        return new PrimitiveAttributes(plan).zeroPoint(DNNL_ARG_SRC, xZeroPoint);
    }

    /// What the sums of products with the codes need.
    ///
    /// @param zeroPointSums the sums of products with the zero points, where there are such
    /// @param multiplierShape broadcasts the multipliers, one per output channel, to the result
    PrimitiveAttributes forCodes(PlanBuilder plan, Optional<Slot> zeroPointSums, Shape multiplierShape) {
        PrimitiveAttributes attributes = forZeroPoints(plan);
        zeroPointSums.ifPresent(sums -> attributes.then(dnnl_binary_sub, sums));
        attributes.then(dnnl_binary_mul, plan.constant(Tensor.of(multiplierShape, multipliers)));
        return toCodes && yZeroPoint != 0
                ? attributes.then(Activation.ROUND).zeroPoint(DNNL_ARG_DST, yZeroPoint)
                : attributes;
    }
}
