package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/// What a primitive does beside its operation: scales, zero points, and operations on its result (post-ops), with the
/// constant arguments that these need.
final class PrimitiveAttributes {
    private final PlanBuilder plan;
    private final dnnl_primitive_attr attributes = new dnnl_primitive_attr();
    private final dnnl_post_ops postOps = new dnnl_post_ops();
    private final Map<Integer, Slot> arguments = new LinkedHashMap<>();

    PrimitiveAttributes(PlanBuilder plan) {
        this.plan = plan;
        Dnnl.check("attributes", dnnl_primitive_attr_create(attributes));
        plan.dnnl().own(() -> dnnl_primitive_attr_destroy(attributes));
        Dnnl.check("post-ops", dnnl_post_ops_create(postOps));
        plan.dnnl().own(() -> dnnl_post_ops_destroy(postOps));
        Dnnl.check("attributes", dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user));
    }

    /// Multiplies an argument by scales along the axes of `mask`.
    PrimitiveAttributes scales(int argument, int mask, float... scales) {
        Dnnl.check("scales", dnnl_primitive_attr_set_scales_mask(attributes, argument, mask));
        arguments.put(DNNL_ARG_ATTR_SCALES | argument, plan.constant(Tensor.of(Shape.of(scales.length), scales)));
        return this;
    }

    /// Gives an argument a zero point. None for 0, which is what absence means and much faster.
    PrimitiveAttributes zeroPoint(int argument, int zeroPoint) {
        if (zeroPoint != 0) {
            Dnnl.check("zero point", dnnl_primitive_attr_set_zero_points_mask(attributes, argument, 0));
            arguments.put(DNNL_ARG_ATTR_ZERO_POINTS | argument, plan.constant(Tensor.ofI32(Shape.of(1), zeroPoint)));
        }
        return this;
    }

    PrimitiveAttributes then(Activation activation) {
        Dnnl.check("post-op", dnnl_post_ops_append_eltwise(
                postOps, activation.algorithm(), activation.alpha(), activation.beta()));
        return this;
    }

    /// Adds what the destination holds, minus a zero point, times a scale: both in one rounding.
    PrimitiveAttributes thenAdd(DType type, float scale, int zeroPoint) {
        Dnnl.check("post-op", dnnl_post_ops_append_sum(postOps, scale, zeroPoint, Layout.code(type)));
        return this;
    }

    /// Combines the result with another tensor, which broadcasts to it.
    PrimitiveAttributes then(int binaryAlgorithm, Slot other) {
        int index = dnnl_post_ops_len(postOps);
        Dnnl.check("post-op", dnnl_post_ops_append_binary(postOps, binaryAlgorithm, other.layout().descriptor()));
        arguments.put((DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE * (index + 1)) | DNNL_ARG_SRC_1, other);
        return this;
    }

    /// Combines the result with a number.
    PrimitiveAttributes then(int binaryAlgorithm, float number, int rank) {
        return then(binaryAlgorithm, number(plan, number, rank));
    }

    /// A float32 tensor of one element that broadcasts to any of this rank.
    static Slot number(PlanBuilder plan, float number, int rank) {
        return plan.constant(Tensor.of(Shapes.one(Math.max(rank, 1)), number));
    }

    dnnl_primitive_attr descriptor() {
        Dnnl.check("post-ops", dnnl_primitive_attr_set_post_ops(attributes, postOps));
        return attributes;
    }

    Map<Integer, Slot> arguments() {
        return arguments;
    }
}
