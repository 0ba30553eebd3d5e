package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.LayerNorm;
import dev.vernier.graph.op.LocalResponseNorm;
import dev.vernier.graph.op.TensorType;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Normalizations by what the samples themselves hold. Each method says whether oneDNN does it; where not, nothing was added
/// to the plan.
final class Normalizations {
    private final PlanBuilder plan;

    Normalizations(PlanBuilder plan) {
        this.plan = plan;
    }

    /// Over the axes from one on as a single one, which is what oneDNN normalizes over; scale and bias constant and as large.
    boolean layer(Node node, LayerNorm norm) {
        TensorType type = plan.type(node.input(0));
        if (node.outputs().size() > 1 || type.dtype() != DType.F32 || !Layout.describes(type)) {
            return false;
        }
        int axis = type.shape().axis(norm.axis());
        int size = type.shape().count(axis, type.shape().rank());
        Optional<Tensor> scale = row(node.input(1), size);
        Optional<Tensor> bias = row(node.input(2), size);
        if (scale.isEmpty() || bias.isEmpty() && !node.input(2).isEmpty()) {
            return false;
        }
        Layout rows = Layout.rowMajor(
                plan.dnnl(), type.with(Shape.of(type.shape().count(0, axis), size)));
        int flags = dnnl_use_scale | (bias.isPresent() ? dnnl_use_shift : 0);
        Optional<Primitive> created = Primitive.create(plan, new PrimitiveAttributes(plan),
                (descriptor, attr) -> dnnl_layer_normalization_forward_primitive_desc_create(descriptor,
                        plan.dnnl().engine(), dnnl_forward_inference, rows.descriptor(), rows.descriptor(), null,
                        norm.epsilon(), flags, attr));
        created.ifPresent(primitive -> {
            Map<Integer, Slot> arguments = new LinkedHashMap<>();
            arguments.put(DNNL_ARG_SRC, plan.rowMajor(node.input(0)).view(rows, 0));
            arguments.put(DNNL_ARG_SCALE, plan.constant(scale.get()));
            bias.ifPresent(shift -> arguments.put(DNNL_ARG_SHIFT, plan.constant(shift)));
            arguments.put(DNNL_ARG_DST,
                    plan.make(node.output(), Layout.rowMajor(plan.dnnl(), type)).view(rows, 0));
            plan.call(primitive, arguments);
        });
        return created.isPresent();
    }

    /// Across channels, as many to either side, which is what oneDNN has.
    boolean local(Node node, LocalResponseNorm norm) {
        TensorType type = plan.type(node.input(0));
        if (norm.size() % 2 == 0 || !Layout.describes(type) || type.shape().rank() < 3 || type.shape().rank() > 5) {
            return false;
        }
        Slot x = plan.rowMajor(node.input(0));
        Optional<Primitive> created = Primitive.create(plan, new PrimitiveAttributes(plan),
                (descriptor, attr) -> dnnl_lrn_forward_primitive_desc_create(descriptor,
                        plan.dnnl().engine(), dnnl_forward_inference, dnnl_lrn_across_channels,
                        x.layout().descriptor(), x.layout().descriptor(),
                        norm.size(), norm.alpha(), norm.beta(), norm.bias(), attr));
        created.ifPresent(primitive -> plan.call(primitive,
                Map.of(DNNL_ARG_SRC, x, DNNL_ARG_DST, plan.make(node.output(), x.layout()))));
        return created.isPresent();
    }

    /// A constant of so many elements, as a vector.
    private Optional<Tensor> row(String name, int size) {
        return plan.constant(name)
                .filter(constant -> constant.size() == size)
                .map(constant -> constant.reshaped(Shape.of(size)));
    }
}
