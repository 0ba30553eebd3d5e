package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import dev.vernier.graph.op.TensorType;
import dev.vernier.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/// What a layer reads: a tensor as it is or, where kernels would halve the weights that they multiply signed codes with,
/// one of signed codes moved up to unsigned ones, its zero point along with them.
final class Source {
    private static final int MIDDLE_OF_U8 = 128;

    private final PlanBuilder plan;
    private final String name;
    private final int zeroPoint;
    private final boolean isMoved;
    /// The same codes in several layouts.
    private final List<Slot> moved = new ArrayList<>();

    private Source(PlanBuilder plan, String name, int zeroPoint, boolean isMoved) {
        this.plan = plan;
        this.name = name;
        this.zeroPoint = zeroPoint;
        this.isMoved = isMoved;
    }

    static Source of(PlanBuilder plan, String name) {
        return new Source(plan, name, 0, false);
    }

    static Source ofCodes(PlanBuilder plan, String name, int zeroPoint, PairSaturation saturation) {
        boolean isMoved = saturation != PairSaturation.IGNORED && plan.type(name).dtype() == DType.I8;
        return new Source(plan, name, isMoved ? zeroPoint + MIDDLE_OF_U8 : zeroPoint, isMoved);
    }

    TensorType type() {
        TensorType type = plan.type(name);
        return isMoved ? new TensorType(DType.U8, type.shape()) : type;
    }

    /// In the layout asked for, which is of its type.
    Slot in(Layout wanted) {
        if (!isMoved) {
            return plan.in(name, wanted);
        }
        if (moved.isEmpty()) {
            moved.add(move());
        }
        return moved.stream().filter(slot -> slot.layout().sameAs(wanted)).findFirst().orElseGet(() -> {
            Slot slot = plan.temporary(wanted);
            plan.copy(moved.getFirst(), slot);
            moved.add(slot);
            return slot;
        });
    }

    /// Moves codes where they lie: oneDNN 3.11's reorders forget the zero point where they transpose 8 by 8 codes besides.
    private Slot move() {
        Slot codes = plan.slot(name).layout().isDense() ? plan.slot(name) : plan.rowMajor(name);
        Slot slot = plan.temporary(codes.layout().with(plan.dnnl(), DType.U8));
        if (!plan.copy(codes, slot, new PrimitiveAttributes(plan).zeroPoint(DNNL_ARG_DST, MIDDLE_OF_U8))) {
            throw new IllegalStateException("oneDNN has no reorder of " + plan.type(name) + " to unsigned codes");
        }
        return slot;
    }

    /// Attributes of a primitive that sums products with its codes minus their zero point.
    PrimitiveAttributes attributes() {
        return new PrimitiveAttributes(plan).zeroPoint(DNNL_ARG_SRC, zeroPoint);
    }
}
