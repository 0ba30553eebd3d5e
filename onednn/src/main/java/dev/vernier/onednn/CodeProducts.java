package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Requantize;
import dev.vernier.graph.op.TensorType;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/// Products of two tensors of codes that both depend on the samples, as attention has them: the operator
/// `a, aScale, aZeroPoint, b, bScale, bZeroPoint, yScale?, yZeroPoint?` with one scale for each tensor. Each method says
/// whether oneDNN does it; where not, nothing was added to the plan.
///
/// Where int8 kernels are exact, they take b as signed codes: unsigned ones are moved down by 128, their zero point along with
/// them. Elsewhere codes minus their zero points are multiplied in float32, which holds every sum up to 2^24; two such
/// sums are added in one rounding, as the definition has one. Longer sums are evaluated by the operator itself.
final class CodeProducts {
    private static final int MIDDLE_OF_U8 = 128;
    /// All but oneDNN's definition of a primitive, which nothing is fast about.
    private static final Predicate<String> KERNELS = implementation -> !implementation.startsWith("ref");
    /// Float32 holds every integer up to here.
    private static final long LARGEST_EXACT = 1 << 24;
    /// The sum of two exact sums is rounded once.
    private static final int MOST_PARTS = 2;

    private final PlanBuilder plan;
    private final PairSaturation saturation;
    private final Elementwise elementwise;

    CodeProducts(PlanBuilder plan, PairSaturation saturation, Elementwise elementwise) {
        this.plan = plan;
        this.saturation = saturation;
        this.elementwise = elementwise;
    }

    /// The constants of such a product.
    private record Parameters(int aZeroPoint, int bZeroPoint, float multiplier, int yZeroPoint) {
        /// Empty where one depends on the samples, or is not one for the whole tensor.
        static Optional<Parameters> of(PlanBuilder plan, Node node) {
            boolean known = IntStream.of(1, 2, 4, 5, 6, 7).mapToObj(node::input).filter(name -> !name.isEmpty())
                    .allMatch(name -> plan.constant(name).filter(value -> value.size() == 1).isPresent());
            if (!known) {
                return Optional.empty();
            }
            float yScale = plan.constant(node.input(6)).map(scale -> scale.floatAt(0)).orElse(1f);
            return Optional.of(new Parameters(plan.zeroPoint(node.input(2)), plan.zeroPoint(node.input(5)),
                    Requantize.multiplier(scale(plan, node.input(1)), scale(plan, node.input(4)), yScale),
                    plan.zeroPoint(node.input(7))));
        }

        private static float scale(PlanBuilder plan, String name) {
            return plan.constant(name).orElseThrow().floatAt(0);
        }
    }

    boolean product(Node node, Fusion fusion) {
        TensorType a = plan.type(node.input(0));
        TensorType b = plan.type(node.input(3));
        TensorType y = plan.type(fusion.output());
        if (a.shape().rank() < 2 || b.shape().rank() < 2 || a.dtype().byteSize() != 1 || b.dtype().byteSize() != 1
                || !Layout.describes(a) || !Layout.describes(b) || !Layout.describes(y)) {
            return false;
        }
        return Parameters.of(plan, node)
                .filter(parameters -> saturation == PairSaturation.IGNORED && onCodes(node, parameters, fusion)
                        || onReals(node, parameters, fusion))
                .isPresent();
    }

    /// Where saturation is wanted, codes that no kernel takes as they are saturate nowhere.
    private boolean onCodes(Node node, Parameters parameters, Fusion fusion) {
        if (plan.type(node.input(3)).dtype() == DType.U8 && PairSaturation.onThisCpu() != PairSaturation.IGNORED) {
            return false;
        }
        TensorType y = plan.type(fusion.output());
        TensorType a = raised(plan.type(node.input(0)), y);
        TensorType b = new TensorType(DType.I8, raised(plan.type(node.input(3)), y).shape());
        boolean isMoved = plan.type(node.input(3)).dtype() == DType.U8;
        PrimitiveAttributes attributes = new PrimitiveAttributes(plan)
                .zeroPoint(DNNL_ARG_SRC, parameters.aZeroPoint())
                .zeroPoint(DNNL_ARG_WEIGHTS, isMoved ? parameters.bZeroPoint() - MIDDLE_OF_U8 : parameters.bZeroPoint())
                .scales(DNNL_ARG_WEIGHTS, 0, parameters.multiplier());
        finish(attributes, parameters, fusion);
        Layout left = Layout.rowMajor(plan.dnnl(), a);
        Layout right = Layout.rowMajor(plan.dnnl(), b);
        Layout result = Layout.rowMajor(plan.dnnl(), y);
        Optional<Primitive> created = create(left, right, result, attributes, KERNELS);
        created.ifPresent(primitive -> {
            Slot codes = isMoved ? signed(node.input(3)) : plan.rowMajor(node.input(3));
            plan.call(primitive, Map.of(DNNL_ARG_SRC, plan.rowMajor(node.input(0)).view(left, 0),
                    DNNL_ARG_WEIGHTS, codes.view(right, 0), DNNL_ARG_DST, plan.make(fusion.output(), result)));
        });
        return created.isPresent();
    }

    private void finish(PrimitiveAttributes attributes, Parameters parameters, Fusion fusion) {
        if (plan.type(fusion.output()).dtype() == DType.F32) {
            fusion.applyTo(attributes);
            return;
        }
        fusion.applyTo(attributes, parameters.yZeroPoint());
        if (parameters.yZeroPoint() != 0) {
            attributes.then(Activation.ROUND).then(Activation.linear(1, parameters.yZeroPoint()));
        }
    }

    private Slot signed(String codes) {
        Slot from = plan.rowMajor(codes);
        Slot to = plan.temporary(from.layout().with(plan.dnnl(), DType.I8));
        if (!plan.copy(from, to, new PrimitiveAttributes(plan).zeroPoint(DNNL_ARG_DST, -MIDDLE_OF_U8))) {
            throw new IllegalStateException("oneDNN has no reorder of " + plan.type(codes) + " to signed codes");
        }
        return to;
    }

    private boolean onReals(Node node, Parameters parameters, Fusion fusion) {
        TensorType y = plan.type(fusion.output());
        TensorType a = raised(plan.type(node.input(0)).with(DType.F32), y);
        TensorType b = raised(plan.type(node.input(3)).with(DType.F32), y);
        int terms = a.shape().size(y.shape().rank() - 1);
        long largest = reach(plan.type(node.input(0)).dtype(), parameters.aZeroPoint())
                * reach(plan.type(node.input(3)).dtype(), parameters.bZeroPoint()) * terms;
        int parts = Math.toIntExact(Math.max(Math.ceilDiv(largest, LARGEST_EXACT), 1));
        if (parts > MOST_PARTS) {
            return false;
        }
        Layout result = Layout.rowMajor(plan.dnnl(), y.with(DType.F32));
        List<Part> made = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            PrimitiveAttributes attributes = new PrimitiveAttributes(plan);
            if (part > 0) {
                attributes.then(dnnl_binary_add, made.getLast().sums());
            }
            int from = terms * part / parts;
            int count = terms * (part + 1) / parts - from;
            Layout left = part(a, a.shape().rank() - 1, count);
            Layout right = part(b, b.shape().rank() - 2, count);
            Optional<Primitive> created = create(left, right, result, attributes, implementation -> true);
            if (created.isEmpty()) {
                return false;
            }
            made.add(new Part(created.get(), from, left, right, plan.temporary(result)));
        }
        Slot left = centered(node.input(0), parameters.aZeroPoint());
        Slot right = centered(node.input(3), parameters.bZeroPoint());
        int columns = b.shape().size(b.shape().rank() - 1);
        made.forEach(part -> plan.call(part.primitive(), Map.of(
                DNNL_ARG_SRC, left.view(part.left(), part.from()),
                DNNL_ARG_WEIGHTS, right.view(part.right(), (long) part.from() * columns),
                DNNL_ARG_DST, part.sums())));
        return scale(made.getLast().sums(), parameters, fusion);
    }

    /// The product of some of a's columns with as many of b's rows, to which that of those before them is added.
    ///
    /// @param from the first one
    private record Part(Primitive primitive, int from, Layout left, Layout right, Slot sums) {}

    /// Some positions along an axis, where they lie in the whole.
    private Layout part(TensorType whole, int axis, int count) {
        int[] sizes = whole.shape().sizes().clone();
        sizes[axis] = count;
        return Layout.strided(plan.dnnl(), whole.with(Shape.of(sizes)), Strides.rowMajor(whole.shape()));
    }

    /// The largest magnitude of a code minus its zero point.
    private static long reach(DType codes, int zeroPoint) {
        return Math.max(codes.max() - zeroPoint, zeroPoint - codes.min());
    }

    private Slot centered(String codes, int zeroPoint) {
        Slot from = plan.rowMajor(codes);
        Slot to = plan.temporary(from.layout().with(plan.dnnl(), DType.F32));
        if (!plan.copy(from, to, new PrimitiveAttributes(plan).zeroPoint(DNNL_ARG_SRC, zeroPoint))) {
            throw new IllegalStateException("oneDNN has no reorder of " + plan.type(codes) + " to reals");
        }
        return to;
    }

    private boolean scale(Slot sums, Parameters parameters, Fusion fusion) {
        TensorType y = plan.type(fusion.output());
        PrimitiveAttributes attributes = new PrimitiveAttributes(plan);
        finish(attributes, parameters, fusion);
        return elementwise.binary(sums, dnnl_binary_mul,
                PrimitiveAttributes.number(plan, parameters.multiplier(), y.shape().rank()), fusion.output(),
                Layout.rowMajor(plan.dnnl(), y), attributes);
    }

    private Optional<Primitive> create(Layout left, Layout right, Layout y, PrimitiveAttributes attributes,
            Predicate<String> isUsable) {
        return Primitive.create(plan, attributes, (descriptor, attr) -> dnnl_matmul_primitive_desc_create(descriptor,
                plan.dnnl().engine(), left.descriptor(), right.descriptor(), null, y.descriptor(), attr), isUsable);
    }

    private static TensorType raised(TensorType operand, TensorType y) {
        return operand.with(Shapes.raised(operand.shape(), y.shape().rank()));
    }
}
