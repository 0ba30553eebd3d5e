package dev.vernier.onednn;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.FixedPoint;
import dev.vernier.graph.op.QGemm;
import dev.vernier.graph.op.QLinearConv;
import dev.vernier.graph.op.QLinearMatMul;
import dev.vernier.graph.op.Rescaling;
import dev.vernier.graph.op.TensorType;
import dev.vernier.pairs.NearestCodes;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Layers in TensorFlow Lite's fixed point: oneDNN adds up the products, and a step of its own makes codes of the sums. Each
/// method says whether it does so; where not, nothing of the node's own was added to the plan.
final class FixedLayers {
    private final PlanBuilder plan;
    private final Convolutions convolutions;
    private final Products products;

    FixedLayers(PlanBuilder plan, Convolutions convolutions, Products products) {
        this.plan = plan;
        this.convolutions = convolutions;
        this.products = products;
    }

    private interface Factor {
        Rescaling of(float xScale, float wScale, float yScale);
    }

    boolean convolve(Node node, QLinearConv conv, Fusion fusion) {
        DType x = plan.type(node.input(0)).dtype();
        Factor factor = (xScale, wScale, yScale) -> conv.rescaling(x, xScale, wScale, yScale);
        return isPlain(fusion) && LayerParameters.of(plan, node, 0, Optional.of(8), 6)
                .flatMap(parameters -> codes(node, 6, parameters, factor, fusion))
                .flatMap(codes -> convolutions.sums(node, conv).map(sums -> {
                    TensorType type = plan.type(fusion.output());
                    requantize(sums, codes, channelsLast(type.with(DType.I32)), fusion.output(), channelsLast(type));
                    return true;
                })).isPresent();
    }

    boolean multiply(Node node, QGemm gemm, Fusion fusion) {
        int axis = gemm.transposeB() ? 0 : 1;
        DType a = plan.type(node.input(0)).dtype();
        boolean perColumn = plan.constant(node.input(4)).filter(scales -> scales.size() > 1).isPresent();
        Factor factor = (aScale, bScale, yScale) -> gemm.rescaling(a, perColumn, aScale, bScale, yScale);
        int columns = plan.type(node.output()).shape().size(1);
        boolean addsRow = plan.constant(node.input(6)).filter(c -> !Products.isRow(c.shape(), columns)).isEmpty();
        return addsRow && isPlain(fusion) && LayerParameters.of(plan, node, axis, Optional.of(6), 7)
                .flatMap(parameters -> codes(node, 7, parameters, factor, fusion))
                .flatMap(codes -> products.sums(node, gemm).map(sums -> inRows(sums, codes, fusion))).isPresent();
    }

    /// A product of any number of rows with a matrix.
    boolean multiply(Node node, QLinearMatMul product, Fusion fusion) {
        DType a = plan.type(node.input(0)).dtype();
        boolean perColumn = plan.constant(node.input(4)).filter(scales -> scales.size() > 1).isPresent();
        Factor factor = (aScale, bScale, yScale) -> product.rescaling(a, perColumn, aScale, bScale, yScale);
        boolean byMatrix = plan.type(node.input(3)).shape().rank() == 2 && plan.type(node.input(0)).shape().rank() > 1;
        return byMatrix && isPlain(fusion) && LayerParameters.of(plan, node, 1, Optional.empty(), 6)
                .flatMap(parameters -> codes(node, 6, parameters, factor, fusion))
                .flatMap(codes -> products.sums(node, product).map(sums -> inRows(sums, codes, fusion))).isPresent();
    }

    private boolean inRows(Slot sums, FixedCodes codes, Fusion fusion) {
        TensorType type = plan.type(fusion.output());
        requantize(sums, codes, Layout.rowMajor(plan.dnnl(), type.with(DType.I32)), fusion.output(),
                Layout.rowMajor(plan.dnnl(), type));
        return true;
    }

    private boolean isPlain(Fusion fusion) {
        TensorType type = plan.type(fusion.output());
        return fusion.addition().isEmpty() && type.dtype().byteSize() == 1 && Layout.describes(type);
    }

    private Layout channelsLast(TensorType type) {
        return Layout.strided(plan.dnnl(), type, Strides.channelsLast(type.shape()));
    }

    /// @param yScale the place of the result's scale among the node's inputs
    private Optional<FixedCodes> codes(
            Node node, int yScale, LayerParameters parameters, Factor factor, Fusion fusion) {
        Tensor scales = plan.constant(node.input(4)).orElseThrow();
        List<FixedPoint> factors = new ArrayList<>();
        for (int channel = 0; channel < parameters.multipliers().length; channel++) {
            Rescaling rescaling = factor.of(plan.constant(node.input(1)).orElseThrow().floatAt(0),
                    scales.floatAt(scales.size() == 1 ? 0 : channel),
                    plan.constant(node.input(yScale)).orElseThrow().floatAt(0));
            if (!(rescaling instanceof FixedPoint fixed)) {
                return Optional.empty();
            }
            factors.add(fixed);
        }
        DType type = plan.type(fusion.output()).dtype();
        int low = (int) type.min();
        int high = (int) type.max();
        if (fusion.activation().isPresent()) {
            low = (int) Math.clamp(fusion.activation().get().alpha(), low, high);
            high = (int) Math.clamp(fusion.activation().get().beta(), low, high);
        }
        int[] bias = parameters.bias().orElseGet(() -> new int[factors.size()]);
        return factors.isEmpty()
                ? Optional.empty()
                : Optional.of(new FixedCodes(factors, bias, parameters.yZeroPoint(), type, low, high));
    }

    private void requantize(Slot sums, FixedCodes how, Layout rows, String output, Layout result) {
        Slot from = sums.layout().sameAs(rows) ? sums : plan.temporary(rows);
        if (from != sums) {
            plan.copy(sums, from);
        }
        Slot to = plan.make(output, result);
        Optional<NearestCodes> nearest =
                PairSaturation.canWiden() ? how.nearest(plan.arena()) : Optional.empty();
        if (nearest.isPresent()) {
            plan.add(new NearestStep(nearest.get(), List.of(from), to,
                    (inputs, codes) -> (first, end) -> how.define(inputs.getFirst(), codes, first, end)),
                    List.of(from, to));
            return;
        }
        plan.add(workspace -> {
            MemorySegment added = workspace.segment(from);
            MemorySegment codes = workspace.segment(to);
            int[] row = new int[how.channels()];
            byte[] made = new byte[row.length];
            return () -> how.make(added, codes, row, made);
        }, List.of(from, to));
    }
}
