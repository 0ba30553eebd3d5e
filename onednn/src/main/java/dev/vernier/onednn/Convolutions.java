package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Conv;
import dev.vernier.graph.op.ConvInteger;
import dev.vernier.graph.op.QLinearConv;
import dev.vernier.graph.op.TensorType;
import dev.vernier.graph.op.Window;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Convolutions, float and integer. Each method says whether oneDNN does it; where not, nothing was added to the plan.
final class Convolutions {
    /// Batch, channels and three spatial axes.
    private static final int LARGEST_RANK = 5;
    private static final int CHANNELS = 1;
    private static final int GROUPS_AND_CHANNELS = 3;

    private final PlanBuilder plan;

    Convolutions(PlanBuilder plan) {
        this.plan = plan;
    }

    boolean conv(Node node, Conv conv, Fusion fusion) {
        Optional<Tensor> weight = plan.constant(node.input(1));
        boolean hasBias = !node.input(2).isEmpty();
        if (weight.isEmpty() || hasBias && !plan.isConstant(node.input(2))) {
            return false;
        }
        PrimitiveAttributes attributes = new PrimitiveAttributes(plan);
        fusion.applyTo(attributes);
        return convolve(node.input(0), conv.window(), conv.groups(), weight.get(), plan.constant(node.input(2)),
                attributes, plan.type(fusion.output()), target(fusion)).isPresent();
    }

    private Function<Layout, Slot> target(Fusion fusion) {
        return layout -> fusion.addition()
                .map(sum -> plan.makeOver(fusion.output(), sum.other(), sum.isLastRead(), layout))
                .orElseGet(() -> plan.make(fusion.output(), layout));
    }

    boolean integer(Node node, QLinearConv conv, Fusion fusion) {
        Optional<Requantization> found = Requantization.of(plan, node, conv.contract(), 0, Optional.of(8), 6);
        if (found.isEmpty()) {
            return false;
        }
        Requantization requantization = found.get();
        TensorType y = plan.type(fusion.output());
        Optional<Tensor> zeroPoints = requantization.weights().zeroPoints();
        Optional<Slot> zeroPointSums = zeroPoints
                .flatMap(weight -> convolve(node.input(0), conv.window(), conv.groups(), weight, Optional.empty(),
                        requantization.forZeroPoints(), new TensorType(DType.F32, y.shape()), plan::temporary));
        if (zeroPoints.isPresent() && zeroPointSums.isEmpty()) {
            return false;
        }
        return convolve(node.input(0), conv.window(), conv.groups(), requantization.weights().codes(),
                requantization.bias(),
                requantization.forCodes(zeroPointSums, Shapes.alongAxis(1, y.shape()),
                        conv.groups() == 1 ? CHANNELS : GROUPS_AND_CHANNELS, fusion),
                y, target(fusion)).isPresent();
    }

    boolean sums(Node node, ConvInteger conv) {
        boolean known = node.inputs().stream().skip(1).allMatch(name -> name.isEmpty() || plan.isConstant(name));
        if (!known) {
            return false;
        }
        SignedWeights weights = SignedWeights.of(
                plan.constant(node.input(1)).orElseThrow(), plan.constant(node.input(3)), 0);
        int zeroPoint = plan.constant(node.input(2)).map(zero -> (int) zero.longAt(0)).orElse(0);
        return weights.zeroPoints().isEmpty()
                && convolve(node.input(0), conv.window(), conv.groups(), weights.codes(), Optional.empty(),
                        new PrimitiveAttributes(plan).zeroPoint(DNNL_ARG_SRC, zeroPoint),
                        plan.type(node.output()), layout -> plan.make(node.output(), layout)).isPresent();
    }

    private Optional<Slot> convolve(String input, Window window, int groups, Tensor weight, Optional<Tensor> bias,
            PrimitiveAttributes attributes, TensorType y, Function<Layout, Slot> target) {
        TensorType x = plan.type(input);
        if (!Layout.describes(x) || !Layout.describes(y) || x.shape().rank() > LARGEST_RANK) {
            return Optional.empty();
        }
        Tensor grouped = weight.reshaped(grouped(weight.shape(), groups));
        Dnnl dnnl = plan.dnnl();
        Layout anyX = Layout.any(dnnl, x);
        Layout anyWeight = Layout.any(dnnl, TensorType.of(grouped));
        Layout anyY = Layout.any(dnnl, y);
        Optional<Slot> biasSlot = bias.map(plan::constant);
        return Primitive
                .create(plan, attributes,
                        (descriptor, attr) -> dnnl_convolution_forward_primitive_desc_create(descriptor, dnnl.engine(),
                                dnnl_forward_inference,
                                dnnl_convolution_direct, anyX.descriptor(), anyWeight.descriptor(),
                                biasSlot.map(slot -> slot.layout().descriptor()).orElse(null), anyY.descriptor(),
                                Windows.strides(window), Windows.dilations(window), Windows.before(window, x.shape()),
                                Windows.after(window, x.shape()), attr))
                .map(primitive -> {
                    Map<Integer, Slot> arguments = new LinkedHashMap<>();
                    arguments.put(DNNL_ARG_SRC, plan.in(input, primitive.layout(DNNL_ARG_SRC, x)));
                    arguments.put(DNNL_ARG_WEIGHTS,
                            plan.constant(grouped, primitive.layout(DNNL_ARG_WEIGHTS, TensorType.of(grouped))));
                    biasSlot.ifPresent(slot -> arguments.put(DNNL_ARG_BIAS, slot));
                    Slot result = target.apply(primitive.layout(DNNL_ARG_DST, y));
                    arguments.put(DNNL_ARG_DST, result);
                    plan.call(primitive, arguments);
                    return result;
                });
    }

    private static Shape grouped(Shape weight, int groups) {
        if (groups == 1) {
            return weight;
        }
        int[] sizes = new int[weight.rank() + 1];
        sizes[0] = groups;
        sizes[1] = weight.size(0) / groups;
        for (int axis = 1; axis < weight.rank(); axis++) {
            sizes[axis + 1] = weight.size(axis);
        }
        return Shape.of(sizes);
    }
}
