package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.Gemm;
import dev.vernier.graph.op.Inputs;
import dev.vernier.graph.op.QGemm;
import dev.vernier.graph.op.QLinearMatMul;
import dev.vernier.graph.op.TensorType;
import dev.vernier.graph.op.Transpose;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Matrix products, float and integer. Each method says whether oneDNN does it; where not, nothing was added to the
/// plan.
final class Products {
    private final PlanBuilder plan;
    private final PairSaturation saturation;

    Products(PlanBuilder plan, PairSaturation saturation) {
        this.plan = plan;
        this.saturation = saturation;
    }

    boolean gemm(Node node, Gemm gemm, Fusion fusion) {
        Optional<Tensor> b = plan.constant(node.input(1));
        boolean hasC = !node.input(2).isEmpty();
        Optional<Tensor> c = plan.constant(node.input(2));
        if (b.isEmpty() || gemm.transposeA() || gemm.alpha() != 1 || hasC && (c.isEmpty() || gemm.beta() != 1)) {
            return false;
        }
        Tensor weight = gemm.transposeB() ? transposed(b.get()) : b.get();
        if (c.isPresent() && !isRow(c.get().shape(), weight.shape().size(1))) {
            return false;
        }
        PrimitiveAttributes attributes = new PrimitiveAttributes(plan);
        fusion.applyTo(attributes);
        return multiply(node.input(0), weight, c, attributes, fusion.output());
    }

    boolean matMul(Node node, Fusion fusion) {
        PrimitiveAttributes attributes = new PrimitiveAttributes(plan);
        fusion.applyTo(attributes);
        Optional<Tensor> weight = plan.constant(node.input(1));
        return weight.isPresent()
                ? multiply(node.input(0), weight.get(), Optional.empty(), attributes, fusion.output())
                : multiplySamples(node.input(0), node.input(1), attributes, fusion.output());
    }

    boolean qGemm(Node node, QGemm gemm, Fusion fusion) {
        int channels = plan.type(node.output()).shape().size(1);
        Optional<Tensor> c = plan.constant(node.input(6));
        if (c.isPresent() && !isRow(c.get().shape(), channels)) {
            return false;
        }
        return Requantization.of(plan, saturation, node, gemm.contract(), gemm.transposeB() ? 0 : 1, Optional.of(6), 7)
                .filter(requantization -> requantize(requantization, gemm.transposeB(), fusion))
                .isPresent();
    }

    boolean qLinearMatMul(Node node, Fusion fusion) {
        return plan.type(node.input(3)).shape().rank() == 2
                && Requantization.of(plan, saturation, node, Contract.ONEDNN, 1, Optional.empty(), 6)
                        .filter(requantization -> requantize(requantization, false, fusion))
                        .isPresent();
    }

    private boolean requantize(Requantization requantization, boolean transposeB, Fusion fusion) {
        TensorType y = plan.type(fusion.output());
        int columns = y.shape().rank() - 1;
        UnaryOperator<Tensor> matrix = part -> transposeB ? transposed(part) : part;
        return others(requantization.source(), requantization.weights(), matrix, y.shape())
                .flatMap(others -> multiply(requantization.source(), matrix.apply(requantization.weights().first()),
                        requantization.bias(),
                        requantization.attributes(others, Shapes.alongAxis(columns, y.shape()), 1 << columns, fusion),
                        y, layout -> plan.make(fusion.output(), layout)))
                .isPresent();
    }

    private Optional<List<Slot>> others(Source source, WeightParts weights, UnaryOperator<Tensor> matrix, Shape y) {
        return weights.others(part -> multiply(source, matrix.apply(part), Optional.empty(), source.attributes(),
                new TensorType(DType.F32, y), plan::temporary));
    }

    /// The int32 sums of a layer whose parameters are all constants, without its bias.
    Optional<Slot> sums(Node node, QGemm gemm) {
        WeightParts weights = WeightParts.of(node.op(), plan.constant(node.input(3)).orElseThrow(),
                plan.constant(node.input(5)), gemm.transposeB() ? 0 : 1, saturation);
        return sums(node, weights, part -> gemm.transposeB() ? transposed(part) : part, plan::temporary);
    }

    /// The int32 sums of a product with a matrix whose parameters are all constants.
    Optional<Slot> sums(Node node, QLinearMatMul product) {
        WeightParts weights = WeightParts.of(product, plan.constant(node.input(3)).orElseThrow(),
                plan.constant(node.input(5)), 1, saturation);
        return sums(node, weights, UnaryOperator.identity(), plan::temporary);
    }

    boolean sums(Node node) {
        boolean known = node.inputs().stream().skip(1).allMatch(name -> name.isEmpty() || plan.isConstant(name));
        if (!known || plan.constant(node.input(2)).filter(zero -> zero.size() != 1).isPresent()
                || plan.type(node.input(1)).shape().rank() != 2) {
            return false;
        }
        WeightParts weights = WeightParts.of(node.op(), plan.constant(node.input(1)).orElseThrow(),
                plan.constant(node.input(3)), 1, saturation);
        return sums(node, weights, UnaryOperator.identity(), layout -> plan.make(node.output(), layout)).isPresent();
    }

    /// @param target gives a slot of a layout of int32
    private Optional<Slot> sums(
            Node node, WeightParts weights, UnaryOperator<Tensor> matrix, Function<Layout, Slot> target) {
        Source source = Source.ofCodes(plan, node.input(0), plan.zeroPoint(node.input(2)), saturation);
        TensorType y = plan.type(node.output()).with(DType.I32);
        return !weights.addUpExactly()
                ? Optional.empty()
                : others(source, weights, matrix, y.shape()).flatMap(others -> {
                    PrimitiveAttributes attributes = source.attributes();
                    others.forEach(sums -> attributes.then(dnnl_binary_add, sums));
                    return multiply(source, matrix.apply(weights.first()), Optional.empty(), attributes, y, target);
                });
    }

    private boolean multiply(
            String input, Tensor weight, Optional<Tensor> bias, PrimitiveAttributes attributes, String output) {
        return multiply(Source.of(plan, input), weight, bias, attributes, plan.type(output),
                layout -> plan.make(output, layout))
                .isPresent();
    }

    private Optional<Slot> multiply(Source source, Tensor weight, Optional<Tensor> bias,
            PrimitiveAttributes attributes, TensorType y, Function<Layout, Slot> target) {
        TensorType a = source.type();
        int rank = a.shape().rank();
        if (rank < 2 || weight.shape().rank() < 2 || weight.shape().rank() > rank
                || !Layout.describes(a) || !Layout.describes(y)) {
            return Optional.empty();
        }
        Tensor b = weight.reshaped(Shapes.raised(weight.shape(), rank));
        Dnnl dnnl = plan.dnnl();
        Layout result = Layout.rowMajor(dnnl, y);
        Layout anyB = Layout.any(dnnl, TensorType.of(b));
        Optional<Slot> c = bias.map(row -> plan.constant(row.reshaped(Shapes.raised(Shape.of(row.size()), rank))));
        Layout rows = Layout.rowMajor(dnnl, a);
        return create(rows, anyB, c, result, attributes).map(primitive -> {
            Map<Integer, Slot> arguments = new LinkedHashMap<>();
            arguments.put(DNNL_ARG_SRC, source.in(rows));
            arguments.put(DNNL_ARG_WEIGHTS, plan.constant(b, primitive.layout(DNNL_ARG_WEIGHTS, TensorType.of(b))));
            c.ifPresent(slot -> arguments.put(DNNL_ARG_BIAS, slot));
            Slot made = target.apply(result);
            arguments.put(DNNL_ARG_DST, made);
            plan.call(primitive, arguments);
            return made;
        });
    }

    private boolean multiplySamples(String left, String right, PrimitiveAttributes attributes, String output) {
        TensorType a = plan.type(left);
        TensorType b = plan.type(right);
        TensorType y = plan.type(output);
        if (a.shape().rank() < 2 || a.shape().rank() != b.shape().rank()
                || !Layout.describes(a) || !Layout.describes(b) || !Layout.describes(y)) {
            return false;
        }
        Dnnl dnnl = plan.dnnl();
        Optional<Primitive> created = create(Layout.rowMajor(dnnl, a), Layout.rowMajor(dnnl, b), Optional.empty(),
                Layout.rowMajor(dnnl, y), attributes);
        created.ifPresent(primitive -> plan.call(primitive, Map.of(DNNL_ARG_SRC, plan.rowMajor(left),
                DNNL_ARG_WEIGHTS, plan.rowMajor(right),
                DNNL_ARG_DST, plan.make(output, Layout.rowMajor(dnnl, y)))));
        return created.isPresent();
    }

    private Optional<Primitive> create(
            Layout a, Layout b, Optional<Slot> bias, Layout y, PrimitiveAttributes attributes) {
        return Primitive.create(plan, attributes, (descriptor, attr) -> dnnl_matmul_primitive_desc_create(
                descriptor, plan.dnnl().engine(), a.descriptor(), b.descriptor(),
                bias.map(slot -> slot.layout().descriptor()).orElse(null), y.descriptor(), attr));
    }

    /// Whether it adds one number per column: `[columns]` or `[1, columns]`.
    static boolean isRow(Shape shape, int columns) {
        return shape.rank() >= 1 && shape.rank() <= 2 && shape.elementCount() == columns
                && shape.size(shape.rank() - 1) == columns;
    }

    private static Tensor transposed(Tensor matrix) {
        return new Transpose(List.of(1, 0)).evaluate(Inputs.of(matrix)).getFirst();
    }
}
