package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;

import dev.vernier.graph.Node;
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
            float product = xScale * weightScale.floatAt(weightScale.size() == 1 ? 0 : channel);
            multipliers[channel] = resultScale.isPresent() ? product / resultScale.get() : product;
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

    /// A bias of int32 sums in units of the result's code, as oneDNN adds it after multiplying the sums.
    Optional<Tensor> bias(Optional<Tensor> sums) {
        return sums.map(codes -> {
            float[] units = new float[multipliers.length];
            for (int channel = 0; channel < units.length; channel++) {
                units[channel] = codes.longAt(codes.size() == 1 ? 0 : channel) * multipliers[channel];
            }
            return Tensor.of(Shape.of(units.length), units);
        });
    }

    /// @param channelMask the bits of the weights' axes that make up the output channel
    PrimitiveAttributes attributes(PlanBuilder plan, int channelMask) {
        PrimitiveAttributes attributes = new PrimitiveAttributes(plan)
                .scales(DNNL_ARG_WEIGHTS, channelMask, multipliers)
                .zeroPoint(DNNL_ARG_SRC, xZeroPoint);
        // Rounded before the zero point is added: a tie goes to the even multiple, not to the even code.
        return toCodes && yZeroPoint != 0
                ? attributes.then(Activation.ROUND).zeroPoint(DNNL_ARG_DST, yZeroPoint)
                : attributes;
    }
}
