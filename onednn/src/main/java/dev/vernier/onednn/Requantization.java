package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Requantize;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Optional;
import java.util.stream.IntStream;

/// How the int32 sums of an integer operator `x, xScale, xZeroPoint, w, wScale, wZeroPoint, ...` become its result: times
/// one float per output channel, rounded half to even, moved to the zero point, saturated; or, without a scale for the
/// result, times that float alone. All parameters are constants.
final class Requantization {
    private static final int X_SCALE = 1;
    private static final int X_ZERO_POINT = 2;
    private static final int WEIGHT = 3;
    private static final int WEIGHT_SCALE = 4;
    private static final int WEIGHT_ZERO_POINT = 5;

    private final Tensor weight;
    private final float[] multipliers;
    private final int xZeroPoint;
    private final boolean toCodes;
    private final int yZeroPoint;

    private Requantization(Tensor weight, float[] multipliers, int xZeroPoint, boolean toCodes, int yZeroPoint) {
        this.weight = weight;
        this.multipliers = multipliers;
        this.xZeroPoint = xZeroPoint;
        this.toCodes = toCodes;
        this.yZeroPoint = yZeroPoint;
    }

    /// Empty where a parameter depends on the samples or the weights are not around 0.
    ///
    /// @param channels how many output channels there are
    /// @param yScale the place of the result's scale among the node's inputs; its zero point stands behind it
    static Optional<Requantization> of(PlanBuilder plan, Node node, int channels, int yScale) {
        boolean known = IntStream.range(1, node.inputs().size())
                .allMatch(index -> node.input(index).isEmpty() || plan.isConstant(node.input(index)));
        if (!known || !SignedWeights.fits(plan.constant(node.input(WEIGHT)).orElseThrow(),
                plan.constant(node.input(WEIGHT_ZERO_POINT)))) {
            return Optional.empty();
        }
        Tensor weightScale = plan.constant(node.input(WEIGHT_SCALE)).orElseThrow();
        float xScale = plan.constant(node.input(X_SCALE)).orElseThrow().floatAt(0);
        Optional<Float> resultScale = plan.constant(node.input(yScale)).map(scale -> scale.floatAt(0));
        float[] multipliers = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
            float wScale = weightScale.floatAt(weightScale.size() == 1 ? 0 : channel);
            multipliers[channel] = Requantize.multiplier(xScale, wScale, resultScale.orElse(1f));
        }
        return Optional.of(new Requantization(
                SignedWeights.of(plan.constant(node.input(WEIGHT)).orElseThrow()), multipliers,
                whole(plan, node.input(X_ZERO_POINT)), resultScale.isPresent(), whole(plan, node.input(yScale + 1))));
    }

    private static int whole(PlanBuilder plan, String name) {
        return plan.constant(name).map(value -> (int) value.longAt(0)).orElse(0);
    }

    /// Weight codes, int8 around 0.
    Tensor weight() {
        return weight;
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

    /// The definition's own order (see [dev.vernier.graph.op.Requantize]): bias, multiplier, rounding, zero point. oneDNN's
    /// scales would multiply before the bias is added, and round the zero point along.
    ///
    /// @param multiplierShape broadcasts the multipliers, one per output channel, to the result
    PrimitiveAttributes attributes(PlanBuilder plan, Shape multiplierShape) {
        PrimitiveAttributes attributes = new PrimitiveAttributes(plan)
                .zeroPoint(DNNL_ARG_SRC, xZeroPoint)
                .then(dnnl_binary_mul, plan.constant(Tensor.of(multiplierShape, multipliers)));
        return toCodes && yZeroPoint != 0
                ? attributes.then(Activation.ROUND).zeroPoint(DNNL_ARG_DST, yZeroPoint)
                : attributes;
    }
}
