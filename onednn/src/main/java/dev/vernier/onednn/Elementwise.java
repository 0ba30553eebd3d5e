package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.BatchNorm;
import dev.vernier.graph.op.TensorType;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/// What is computed element by element, and softmax. Each method says whether oneDNN does it; where not, nothing was
/// added to the plan.
final class Elementwise {
    private final PlanBuilder plan;

    Elementwise(PlanBuilder plan) {
        this.plan = plan;
    }

    boolean apply(Node node, Activation activation) {
        TensorType type = plan.type(node.input(0));
        if (!Layout.describes(type) || type.dtype() == DType.I32
                || type.dtype() != DType.F32 && !activation.keepsCodes()) {
            return false;
        }
        Slot x = plan.slot(node.input(0));
        return run(x, node.output(),
                Primitive.create(plan, new PrimitiveAttributes(plan),
                        (descriptor, attr) -> dnnl_eltwise_forward_primitive_desc_create(descriptor,
                                plan.dnnl().engine(), dnnl_forward_inference,
                                activation.algorithm(), x.layout().descriptor(), x.layout().descriptor(),
                                activation.alpha(), activation.beta(), attr)));
    }

    /// @param algorithm one of `dnnl_softmax_...`
    boolean softmax(Node node, int algorithm, int axis) {
        TensorType type = plan.type(node.input(0));
        if (type.dtype() != DType.F32 || !Layout.describes(type) || type.shape().rank() == 0) {
            return false;
        }
        Slot x = plan.rowMajor(node.input(0));
        return run(x, node.output(),
                Primitive.create(plan, new PrimitiveAttributes(plan),
                        (descriptor, attr) -> dnnl_softmax_forward_primitive_desc_create(descriptor,
                                plan.dnnl().engine(), dnnl_forward_inference,
                                algorithm, x.layout().descriptor(), x.layout().descriptor(),
                                type.shape().axis(axis), attr)));
    }

    private boolean run(Slot x, String output, Optional<Primitive> created) {
        created.ifPresent(primitive -> plan.call(primitive,
                Map.of(DNNL_ARG_SRC, x, DNNL_ARG_DST, plan.make(output, x.layout()))));
        return created.isPresent();
    }

    /// Float32 operands of one shape, or a second one that broadcasts to the first.
    boolean combine(Node node, int algorithm, boolean commutes, Fusion fusion) {
        String left = node.input(0);
        String right = node.input(1);
        Shape y = plan.type(node.output()).shape();
        if (commutes && !plan.type(left).shape().equals(y)) {
            left = node.input(1);
            right = node.input(0);
        }
        TensorType a = plan.type(left);
        TensorType b = plan.type(right);
        if (a.dtype() != DType.F32 || !a.shape().equals(y) || !Layout.describes(a) || !Layout.describes(b)) {
            return false;
        }
        Slot first = plan.strided(left);
        Slot second = b.equals(a) ? plan.in(right, first.layout()) : raised(plan.rowMajor(right), y.rank());
        PrimitiveAttributes attributes = new PrimitiveAttributes(plan);
        fusion.applyTo(attributes);
        return binary(first, algorithm, second, fusion.output(), first.layout(), attributes);
    }

    /// `(x - mean) / sqrt(variance + epsilon) * scale + bias`, the middle factor known ahead.
    boolean batchNorm(Node node, BatchNorm norm, Fusion fusion) {
        TensorType type = plan.type(node.input(0));
        boolean known = node.inputs().stream().skip(1).allMatch(plan::isConstant);
        if (!known || type.dtype() != DType.F32 || type.shape().rank() < 2 || !Layout.describes(type)) {
            return false;
        }
        // oneDNN 3.11 takes other channels' values in an operation behind another where channels are all that there is.
        if (type.shape().rank() > 2 && type.shape().count(2, type.shape().rank()) == 1) {
            return false;
        }
        float[] factor = plan.constant(node.input(1)).orElseThrow().floats();
        float[] variance = plan.constant(node.input(4)).orElseThrow().floats();
        for (int channel = 0; channel < factor.length; channel++) {
            factor[channel] /= (float) Math.sqrt(variance[channel] + norm.epsilon());
        }
        Slot mean = perChannel(plan.constant(node.input(3)).orElseThrow(), type.shape());
        PrimitiveAttributes attributes = new PrimitiveAttributes(plan)
                .then(dnnl_binary_mul, perChannel(Tensor.of(Shape.of(factor.length), factor), type.shape()))
                .then(dnnl_binary_add, perChannel(plan.constant(node.input(2)).orElseThrow(), type.shape()));
        fusion.applyTo(attributes);
        Slot x = plan.strided(node.input(0));
        return binary(x, dnnl_binary_sub, mean, fusion.output(), x.layout(), attributes);
    }

    /// Adds `first op second` and what the attributes do with it.
    boolean binary(
            Slot first, int algorithm, Slot second, String output, Layout layout, PrimitiveAttributes attributes) {
        Optional<Primitive> created = Primitive.create(plan, attributes,
                (descriptor, attr) -> dnnl_binary_primitive_desc_create(
                        descriptor, plan.dnnl().engine(), algorithm, first.layout().descriptor(),
                        second.layout().descriptor(), layout.descriptor(), attr));
        created.ifPresent(primitive -> plan.call(primitive,
                Map.of(DNNL_ARG_SRC_0, first, DNNL_ARG_SRC_1, second, DNNL_ARG_DST, plan.make(output, layout))));
        return created.isPresent();
    }

    private Slot raised(Slot slot, int rank) {
        TensorType type = slot.layout().type();
        return slot.view(Layout.rowMajor(plan.dnnl(), type.with(Shapes.raised(type.shape(), rank))), 0);
    }

    private Slot perChannel(Tensor values, Shape shape) {
        return plan.constant(values.reshaped(Shapes.alongAxis(1, shape)));
    }
}
