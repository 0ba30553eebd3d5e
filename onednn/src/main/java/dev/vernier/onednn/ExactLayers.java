package dev.vernier.onednn;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.ConvInteger;
import dev.vernier.graph.op.IntegerProduct;
import dev.vernier.graph.op.MatMulInteger;
import dev.vernier.graph.op.QGemm;
import dev.vernier.graph.op.QLinearConv;
import dev.vernier.graph.op.QLinearMatMul;
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

/// Layers that oneDNN's kernels would need several [WeightParts] for, computed by [PairLayer] in one.
final class ExactLayers {
    private static final int SPATIAL = 2;
    private static final int LARGEST_RANK = 5;
    /// Below it no product of a sum and a multiplier leaves float32.
    private static final float LARGEST_MULTIPLIER = 1e28f;

    private final PlanBuilder plan;
    private final PairSaturation saturation;
    private final Team team;

    /// @param team the threads that work on one run
    ExactLayers(PlanBuilder plan, PairSaturation saturation, Team team) {
        this.plan = plan;
        this.saturation = saturation;
        this.team = team;
    }

    /// A layer, and how what it reads and makes lies.
    record Made(PairLayer layer, Layout x, Layout y) {}

    /// A node's weights: codes, and zero points for each position along an axis.
    private record Weights(Tensor codes, Optional<Tensor> zeroPoint, int axis) {}

    /// What determines how weights are packed.
    private record Packed(Weights weights, int groups, List<Integer> first, List<Integer> kernel) {}

    /// Adds a node's layer to the plan.
    ///
    /// @return whether it is one; where not, nothing was added
    boolean add(Node node) {
        return add(node, Fusion.none(node.output()));
    }

    /// The same with what is fused with the node.
    boolean add(Node node, Fusion fusion) {
        Optional<Made> made = make(node, fusion);
        made.ifPresent(layer -> {
            Slot x = plan.in(node.input(0), layer.x());
            Slot y = fusion.addition()
                    .map(sum -> plan.makeOver(fusion.output(), sum.other(), sum.isLastRead(), layer.y()))
                    .orElseGet(() -> plan.make(fusion.output(), layer.y()));
            add(layer.layer(), x, y);
        });
        return made.isPresent();
    }

    /// Adds a layer on these slots to the plan.
    void add(PairLayer layer, Slot x, Slot y) {
        Slot scratch = plan.temporary(Layout.rowMajor(plan.dnnl(),
                new TensorType(DType.U8, Shape.of(new long[] {layer.scratchBytes()}))));
        plan.add(new ExactLayer(layer, x, scratch, y), List.of(x, scratch, y));
    }

    /// A node's layer with nothing fused; empty where oneDNN's kernels are right, or where it cannot be one.
    Optional<Made> bare(Node node) {
        return make(node, Fusion.none(node.output()));
    }

    private Optional<Made> make(Node node, Fusion fusion) {
        if (saturation != PairSaturation.WIDENED || node.op() instanceof IntegerProduct product
                && product.isFixedPoint()) {
            return Optional.empty();
        }
        return switch (node.op()) {
            case QLinearConv conv -> LayerParameters.of(plan, node, 0, Optional.of(8), 6).flatMap(
                    parameters -> convolve(node, conv.window(), conv.groups(), weights(parameters, 0),
                            parameters.xZeroPoint(), finish(parameters, conv.contract(), fusion), fusion));
            case ConvInteger conv -> sums(node, 0).flatMap(weights -> convolve(node, conv.window(), conv.groups(),
                    weights, plan.zeroPoint(node.input(2)), Optional.of(new Finish.Sums()), fusion));
            case QGemm gemm when hasRow(node) -> product(
                    node, gemm.transposeB() ? 0 : 1, gemm.contract(), Optional.of(6), 7, fusion);
            case QLinearMatMul product -> product(node, 1, Contract.ONEDNN, Optional.empty(), 6, fusion);
            case MatMulInteger product -> sums(node, 1).flatMap(weights -> multiply(node, weights,
                    plan.zeroPoint(node.input(2)), Optional.of(new Finish.Sums()), fusion));
            default -> Optional.empty();
        };
    }

    private boolean hasRow(Node node) {
        int channels = plan.type(node.output()).shape().size(1);
        return plan.constant(node.input(6)).filter(row -> !Products.isRow(row.shape(), channels)).isEmpty();
    }

    private static Weights weights(LayerParameters parameters, int axis) {
        return new Weights(parameters.weight(), parameters.weightZeroPoint(), axis);
    }

    /// The weights of an operator that gives its sums; empty where one of its parameters depends on the samples.
    private Optional<Weights> sums(Node node, int axis) {
        boolean known = node.inputs().stream().skip(1).allMatch(name -> name.isEmpty() || plan.isConstant(name));
        return known && plan.constant(node.input(2)).filter(zero -> zero.size() != 1).isEmpty()
                ? plan.constant(node.input(1)).map(codes -> new Weights(codes, plan.constant(node.input(3)), axis))
                : Optional.empty();
    }

    private Optional<Made> product(
            Node node, int axis, Contract contract, Optional<Integer> bias, int yScale, Fusion fusion) {
        return LayerParameters.of(plan, node, axis, bias, yScale).flatMap(parameters -> multiply(node,
                weights(parameters, axis), parameters.xZeroPoint(), finish(parameters, contract, fusion), fusion));
    }

    private Optional<Made> convolve(Node node, Window window, int groups, Weights weights, int xZeroPoint,
            Optional<Finish> finish, Fusion fusion) {
        TensorType x = plan.type(node.input(0));
        TensorType y = plan.type(fusion.output());
        if (finish.isEmpty() || x.shape().rank() > LARGEST_RANK || !suits(node, x, y, weights)) {
            return Optional.empty();
        }
        return Optional.of(new Made(
                layer(geometry(window, groups, x.shape(), y.shape()), x, xZeroPoint, weights, finish.get()),
                Layout.strided(plan.dnnl(), x, Strides.channelsLast(x.shape())),
                Layout.strided(plan.dnnl(), y, Strides.channelsLast(y.shape()))));
    }

    private Optional<Made> multiply(
            Node node, Weights weights, int xZeroPoint, Optional<Finish> finish, Fusion fusion) {
        TensorType x = plan.type(node.input(0));
        TensorType y = plan.type(fusion.output());
        if (finish.isEmpty() || x.shape().rank() < 2 || weights.codes().shape().rank() != 2
                || fusion.addition().isPresent() || !suits(node, x, y, weights)) {
            return Optional.empty();
        }
        int channels = x.shape().size(x.shape().rank() - 1);
        Geometry rows = Geometry.ofRows(
                x.shape().elementCount() / channels, channels, y.shape().size(y.shape().rank() - 1));
        return Optional.of(new Made(layer(rows, x, xZeroPoint, weights, finish.get()),
                Layout.rowMajor(plan.dnnl(), x), Layout.rowMajor(plan.dnnl(), y)));
    }

    /// Whether oneDNN's kernels alone are wrong for it, and its types are known here.
    private boolean suits(Node node, TensorType x, TensorType y, Weights weights) {
        return Layout.describes(x) && Layout.describes(y) && x.dtype().byteSize() == 1
                && weights.codes().dtype().byteSize() == 1
                && WeightParts.of(node.op(), weights.codes(), weights.zeroPoint(), weights.axis(), saturation).parts()
                        .size() > 1;
    }

    private PairLayer layer(Geometry whole, TensorType x, int xZeroPoint, Weights weights, Finish finish) {
        Trim trim = Trim.of(whole);
        Geometry geometry = trim.geometry();
        PackedWeights packed = plan.packed(
                new Packed(weights, geometry.groups(), trim.first(), geometry.kernel()),
                () -> PackedWeights.of(trim, centered(weights), plan.arena()));
        return PairLayer.of(geometry, new PairLayer.Codes(x.dtype() == DType.I8, xZeroPoint), packed, finish, team,
                plan.arena());
    }

    /// `[outputs, channels / groups, taps]`.
    private static int[] centered(Weights weights) {
        Shape shape = weights.codes().shape();
        int[] values = WeightParts.centered(weights.codes(), weights.zeroPoint(), weights.axis());
        return weights.axis() == 0 ? values : transposed(values, shape.size(0), shape.size(1));
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
            case TFLITE, TFLITE_REFERENCE -> Optional.empty();
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
                axes(Arrays.stream(WindowArguments.before(window, x)).mapToInt(Math::toIntExact).toArray(), 0),
                axes(Arrays.stream(WindowArguments.after(window, x)).mapToInt(Math::toIntExact).toArray(), 0));
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
