package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Conv;
import dev.vernier.graph.op.ConvInteger;
import dev.vernier.graph.op.QLinearConv;
import dev.vernier.graph.op.TensorType;
import dev.vernier.graph.op.Window;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Convolutions, float and integer. Each method says whether oneDNN does it; where not, nothing was added to the plan.
final class Convolutions {
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
        return convolve(node.input(0), conv.window(), conv.groups(), weight.get(),
                plan.constant(node.input(2)), attributes, fusion.output());
    }

    boolean integer(Node node, QLinearConv conv) {
        TensorType weight = plan.type(node.input(3));
        Optional<Requantization> found = Requantization.of(plan, node, weight.shape().size(0), 6);
        if (found.isEmpty()) {
            return false;
        }
        Requantization requantization = found.get();
        return convolve(node.input(0), conv.window(), conv.groups(), requantization.weight(),
                requantization.bias(plan.constant(node.input(8))),
                requantization.attributes(plan, Shapes.alongAxis(1, plan.type(node.output()).shape())), node.output());
    }

    boolean sums(Node node, ConvInteger conv) {
        Optional<Tensor> weight = plan.constant(node.input(1))
                .filter(w -> SignedWeights.fits(w, plan.constant(node.input(3))));
        boolean known = node.input(2).isEmpty() || plan.isConstant(node.input(2));
        if (weight.isEmpty() || !known || !node.input(3).isEmpty() && !plan.isConstant(node.input(3))) {
            return false;
        }
        int zeroPoint = plan.constant(node.input(2)).map(zero -> (int) zero.longAt(0)).orElse(0);
        return convolve(node.input(0), conv.window(), conv.groups(), SignedWeights.of(weight.get()), Optional.empty(),
                new PrimitiveAttributes(plan).zeroPoint(DNNL_ARG_SRC, zeroPoint), node.output());
    }

    private boolean convolve(String input, Window window, int groups, Tensor weight, Optional<Tensor> bias,
            PrimitiveAttributes attributes, String output) {
        TensorType x = plan.type(input);
        TensorType y = plan.type(output);
        if (!Layout.describes(x) || !Layout.describes(y) || x.shape().rank() > 5) {
            return false;
        }
        Tensor grouped = weight.reshaped(grouped(weight.shape(), groups));
        Dnnl dnnl = plan.dnnl();
        Layout anyX = Layout.any(dnnl, x);
        Layout anyWeight = Layout.any(dnnl, TensorType.of(grouped));
        Layout anyY = Layout.any(dnnl, y);
        Optional<Slot> biasSlot = bias.map(plan::constant);
        Optional<Primitive> created = Primitive.create(plan, attributes, (descriptor, attr) ->
                dnnl_convolution_forward_primitive_desc_create(descriptor, dnnl.engine(), dnnl_forward_inference,
                        dnnl_convolution_direct, anyX.descriptor(), anyWeight.descriptor(),
                        biasSlot.map(slot -> slot.layout().descriptor()).orElse(null), anyY.descriptor(),
                        Windows.strides(window), Windows.dilations(window), Windows.before(window, x.shape()),
                        Windows.after(window, x.shape()), attr));
        if (created.isEmpty()) {
            return false;
        }
        Primitive primitive = created.get();
        Map<Integer, Slot> arguments = new LinkedHashMap<>();
        arguments.put(DNNL_ARG_SRC, plan.in(input, primitive.layout(DNNL_ARG_SRC, x)));
        arguments.put(DNNL_ARG_WEIGHTS,
                plan.constant(grouped, primitive.layout(DNNL_ARG_WEIGHTS, TensorType.of(grouped))));
        biasSlot.ifPresent(slot -> arguments.put(DNNL_ARG_BIAS, slot));
        arguments.put(DNNL_ARG_DST, plan.make(output, primitive.layout(DNNL_ARG_DST, y)));
        plan.call(primitive, arguments);
        return true;
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
