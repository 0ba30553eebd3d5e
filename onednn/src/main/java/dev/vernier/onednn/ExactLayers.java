package dev.vernier.onednn;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.ConvInteger;
import dev.vernier.graph.op.QGemm;
import dev.vernier.graph.op.QLinearConv;
import dev.vernier.graph.op.TensorType;
import dev.vernier.graph.op.Window;
import dev.vernier.pairs.Finish;
import dev.vernier.pairs.Geometry;
import dev.vernier.pairs.PackedWeights;
import dev.vernier.pairs.PairLayer;
import dev.vernier.pairs.Scaling;
import dev.vernier.pairs.Team;
import dev.vernier.pairs.Trim;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Layers that oneDNN's kernels would need several [WeightParts] for, computed by [PairLayer] in one. Each method says
/// whether it did; where not, nothing was added to the plan.
final class ExactLayers {
    private static final int SPATIAL = 2;
    private static final int LARGEST_RANK = 5;
    /// Below it no product of a sum and a multiplier leaves float32.
    private static final float LARGEST_MULTIPLIER = 1e28f;

    private final PlanBuilder plan;
    private final PairSaturation saturation;
    private final Team team;

    ExactLayers(PlanBuilder plan, PairSaturation saturation, Team team) {
        this.plan = plan;
        this.saturation = saturation;
        this.team = team;
    }

    boolean conv(Node node, QLinearConv conv, Fusion fusion) {
        Optional<LayerParameters> parameters = LayerParameters.of(plan, node, 0, Optional.of(8), 6);
        return parameters.isPresent() && convolve(node, conv.window(), conv.groups(), parameters.get().weight(),
                parameters.get().weightZeroPoint(), parameters.get().xZeroPoint(), fusion,
                () -> finish(parameters.get(), conv.contract(), fusion));
    }

    boolean sums(Node node, ConvInteger conv) {
        Optional<Tensor> weight = plan.constant(node.input(1));
        return weight.isPresent() && areKnown(node)
                && convolve(node, conv.window(), conv.groups(), weight.get(), plan.constant(node.input(3)),
                        plan.zeroPoint(node.input(2)), Fusion.none(node.output()),
                        () -> Optional.of(new Finish.Sums()));
    }

    private boolean areKnown(Node node) {
        return node.inputs().stream().skip(1).allMatch(name -> name.isEmpty() || plan.isConstant(name));
    }

    private boolean convolve(Node node, Window window, int groups, Tensor weight, Optional<Tensor> zeroPoint,
            int xZeroPoint, Fusion fusion, Supplier<Optional<Finish>> finish) {
        TensorType x = plan.type(node.input(0));
        TensorType y = plan.type(fusion.output());
        if (!suits(node, x, y, weight, zeroPoint, 0) || x.shape().rank() > LARGEST_RANK) {
            return false;
        }
        Optional<Finish> end = finish.get();
        if (end.isEmpty()) {
            return false;
        }
        Layout last = Layout.strided(plan.dnnl(), y, Strides.channelsLast(y.shape()));
        Slot source = plan.in(node.input(0), Layout.strided(plan.dnnl(), x, Strides.channelsLast(x.shape())));
        Slot target = fusion.addition()
                .map(sum -> plan.makeOver(fusion.output(), sum.other(), sum.isLastRead(), last))
                .orElseGet(() -> plan.make(fusion.output(), last));
        add(geometry(window, groups, x.shape(), y.shape()), node, source, xZeroPoint, weight, zeroPoint, 0, end.get(),
                target);
        return true;
    }

    /// Whether it is one that oneDNN's kernels alone would not compute, and that is computed here.
    private boolean suits(Node node, TensorType x, TensorType y, Tensor weight, Optional<Tensor> zeroPoint, int axis) {
        return saturation == PairSaturation.AVOIDED && PairLayer.isSupported()
                && Layout.describes(x) && Layout.describes(y) && x.dtype().byteSize() == 1
                && weight.dtype().byteSize() == 1
                && WeightParts.of(node.op(), weight, zeroPoint, axis, saturation).parts().size() > 1;
    }

    boolean qGemm(Node node, QGemm gemm, Fusion fusion) {
        int axis = gemm.transposeB() ? 0 : 1;
        Optional<Tensor> bias = plan.constant(node.input(6));
        int channels = plan.type(node.output()).shape().size(1);
        return bias.filter(row -> !Products.isRow(row.shape(), channels)).isEmpty()
                && product(node, axis, gemm.contract(), Optional.of(6), 7, fusion);
    }

    boolean qLinearMatMul(Node node, Fusion fusion) {
        return product(node, 1, Contract.ONEDNN, Optional.empty(), 6, fusion);
    }

    private boolean product(
            Node node, int axis, Contract contract, Optional<Integer> bias, int yScale, Fusion fusion) {
        Optional<LayerParameters> found = plan.type(node.input(3)).shape().rank() == 2
                ? LayerParameters.of(plan, node, axis, bias, yScale)
                : Optional.empty();
        return found.filter(parameters -> multiply(node, parameters.weight(), parameters.weightZeroPoint(), axis,
                parameters.xZeroPoint(), fusion, () -> finish(parameters, contract, fusion))).isPresent();
    }

    boolean sums(Node node) {
        Optional<Tensor> weight = plan.constant(node.input(1));
        return weight.isPresent() && areKnown(node) && weight.get().shape().rank() == 2
                && plan.constant(node.input(2)).filter(zero -> zero.size() != 1).isEmpty()
                && multiply(node, weight.get(), plan.constant(node.input(3)), 1, plan.zeroPoint(node.input(2)),
                        Fusion.none(node.output()), () -> Optional.of(new Finish.Sums()));
    }

    private boolean multiply(Node node, Tensor weight, Optional<Tensor> zeroPoint, int axis, int xZeroPoint,
            Fusion fusion, Supplier<Optional<Finish>> finish) {
        TensorType x = plan.type(node.input(0));
        TensorType y = plan.type(fusion.output());
        if (!suits(node, x, y, weight, zeroPoint, axis) || x.shape().rank() < 2 || fusion.addition().isPresent()) {
            return false;
        }
        Optional<Finish> end = finish.get();
        if (end.isEmpty()) {
            return false;
        }
        int channels = x.shape().size(x.shape().rank() - 1);
        Slot source = plan.rowMajor(node.input(0));
        Slot target = plan.make(fusion.output(), Layout.rowMajor(plan.dnnl(), y));
        add(Geometry.ofRows(x.shape().elementCount() / channels, channels, y.shape().size(y.shape().rank() - 1)), node,
                source, xZeroPoint, weight, zeroPoint, axis, end.get(), target);
        return true;
    }

    /// What determines how weights are packed.
    private record Packed(Tensor weight, Optional<Tensor> zeroPoint, int axis, int groups, List<Integer> first,
            List<Integer> kernel) {}

    private void add(Geometry whole, Node node, Slot x, int xZeroPoint, Tensor weight, Optional<Tensor> zeroPoint,
            int axis, Finish finish, Slot y) {
        Trim trim = Trim.of(whole);
        Geometry geometry = trim.geometry();
        PackedWeights packed = plan.packed(
                new Packed(weight, zeroPoint, axis, geometry.groups(), trim.first(), geometry.kernel()),
                () -> PackedWeights.of(trim, centered(weight, zeroPoint, axis), plan.arena()));
        boolean isSigned = x.layout().type().dtype() == DType.I8;
        PairLayer layer = PairLayer.of(
                geometry, new PairLayer.Codes(isSigned, xZeroPoint), packed, finish, team, plan.arena());
        Slot scratch = plan.temporary(Layout.rowMajor(plan.dnnl(),
                new TensorType(DType.U8, Shape.of(new long[] {layer.scratchBytes()}))));
        plan.add(new ExactLayer(layer, x, scratch, y), List.of(x, scratch, y));
    }

    /// `[outputs, channels / groups, taps]`.
    private static int[] centered(Tensor weight, Optional<Tensor> zeroPoint, int axis) {
        int[] values = WeightParts.centered(weight, zeroPoint, axis);
        return axis == 0 ? values : transposed(values, weight.shape().size(0), weight.shape().size(1));
    }

    private static int[] transposed(int[] values, int rows, int columns) {
        int[] turned = new int[values.length];
        Arrays.setAll(turned, i -> values[i % rows * columns + i / rows]);
        return turned;
    }

    /// Empty where something is asked for that a layer here does not do.
    private Optional<Finish> finish(LayerParameters parameters, Contract contract, Fusion fusion) {
        for (float multiplier : parameters.multipliers()) {
            if (Math.abs(multiplier) > LARGEST_MULTIPLIER) {
                return Optional.empty();
            }
        }
        Optional<Scaling> scaling = scaling(parameters, contract);
        DType type = plan.type(fusion.output()).dtype();
        boolean isReal = type == DType.F32;
        if (scaling.isEmpty() || isReal && !fusion.nodes().isEmpty() || !isReal && type.byteSize() != 1) {
            return Optional.empty();
        }
        return Optional.of(isReal ? new Finish.Reals(scaling.get()) : codes(scaling.get(), parameters, type, fusion));
    }

    private static Optional<Scaling> scaling(LayerParameters parameters, Contract contract) {
        if (parameters.bias().isEmpty()) {
            return Optional.of(Scaling.by(parameters.multipliers()));
        }
        return switch (contract) {
            case ONNX -> parameters.largestBias() + largestSum(parameters) > Integer.MAX_VALUE
                    ? Optional.empty()
                    : Optional.of(Scaling.of(parameters.bias().get(), parameters.multipliers()));
            case ONEDNN -> Optional.of(
                    Scaling.of(parameters.multipliers(), parameters.scaledBias().orElseThrow()));
        };
    }

    private static long largestSum(LayerParameters parameters) {
        Tensor weight = parameters.weight();
        int terms = weight.size() / parameters.multipliers().length;
        long difference = 255;
        return terms * difference * difference;
    }

    private static Finish codes(Scaling scaling, LayerParameters parameters, DType type, Fusion fusion) {
        int low = (int) type.min();
        int high = (int) type.max();
        if (fusion.activation().isPresent()) {
            Activation bounds = fusion.activation().get();
            low = (int) Math.clamp(bounds.alpha(), low, high);
            high = (int) Math.clamp(bounds.beta(), low, high);
        }
        Optional<Addition.Coding> sum = fusion.addition().flatMap(Addition::coding);
        Optional<Finish.Addend> addend = sum.map(coding -> new Finish.Addend(
                (int) coding.result().min() - coding.resultZeroPoint(),
                (int) coding.result().max() - coding.resultZeroPoint(), coding.otherZeroPoint(), coding.ratio(),
                1 / coding.sumScale(), fusion.addition().orElseThrow().type() == DType.I8));
        return new Finish.Codes(scaling, addend, low, high,
                sum.map(Addition.Coding::sumZeroPoint).orElse(parameters.yZeroPoint()), type == DType.I8);
    }

    private static Geometry geometry(Window window, int groups, Shape x, Shape y) {
        return new Geometry(x.size(0), x.size(1), y.size(1), groups,
                axes(Arrays.stream(x.sizes()).skip(SPATIAL).toArray(), 1),
                axes(Arrays.stream(y.sizes()).skip(SPATIAL).toArray(), 1), axes(ints(window.kernel()), 1),
                axes(ints(window.strides()), 1), axes(ints(window.dilations()), 1),
                axes(Arrays.stream(Windows.before(window, x)).mapToInt(Math::toIntExact).toArray(), 0),
                axes(Arrays.stream(Windows.after(window, x)).mapToInt(Math::toIntExact).toArray(), 0));
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }

    /// Three axes, the first ones of size `absent` where there are fewer.
    private static List<Integer> axes(int[] values, int absent) {
        Integer[] all = {absent, absent, absent};
        for (int i = 0; i < values.length; i++) {
            all[all.length - values.length + i] = values[i];
        }
        return List.of(all);
    }
}
