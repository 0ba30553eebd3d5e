package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Conv;
import dev.vernier.graph.op.ConvInteger;
import dev.vernier.graph.op.Gemm;
import dev.vernier.graph.op.Inputs;
import dev.vernier.graph.op.MatMul;
import dev.vernier.graph.op.MatMulInteger;
import dev.vernier.graph.op.QGemm;
import dev.vernier.graph.op.QLinearConv;
import dev.vernier.graph.op.QLinearMatMul;
import dev.vernier.graph.op.TensorType;
import dev.vernier.graph.op.Transpose;
import dev.vernier.graph.op.Window;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One convolution or matrix product, for [BaselineLayers].
///
/// @param window of a convolution; empty for a product
/// @param weightType as oneDNN takes it: with an axis of groups, or `[k, n]` raised to the rank of `x`
/// @param weight empty where it depends on the samples
/// @param bias one number per output channel
/// @param multipliers what sums are scaled by, one per output channel; empty where they stay as they are
/// @param zeroPoint of `x`
/// @param resultZeroPoint of `y`
record BaselineLayer(Optional<Window> window, boolean isGrouped, TensorType x, TensorType weightType,
        Optional<Tensor> weight, TensorType y, Optional<Tensor> bias, List<Float> multipliers, int zeroPoint,
        int resultZeroPoint) {
    private static final int LARGEST_CONVOLUTION = 5;

    /// Empty for every other node, and where oneDNN has nothing like it.
    static Optional<BaselineLayer> of(Node node, PlanBuilder plan) {
        return switch (node.op()) {
            case Conv conv -> convolution(node, plan, conv.window(), conv.groups(), Places.FLOAT);
            case ConvInteger conv -> convolution(node, plan, conv.window(), conv.groups(), Places.SUMS);
            case QLinearConv conv -> convolution(node, plan, conv.window(), conv.groups(), Places.of(8, 6));
            case Gemm gemm when !gemm.transposeA() -> product(node, plan, gemm.transposeB(), Places.FLOAT);
            case QGemm gemm -> product(node, plan, gemm.transposeB(), Places.of(6, 7));
            case MatMul product -> product(node, plan, false, new Places(1, -1, -1, -1));
            case MatMulInteger product -> product(node, plan, false, Places.SUMS);
            case QLinearMatMul product -> product(node, plan, false, Places.of(-1, 6));
            default -> Optional.empty();
        };
    }

    /// Where a node's inputs stand; -1 for what the operator does not have. Scales stand before their zero points.
    private record Places(int weight, int bias, int zeroPoint, int resultScale) {
        static final Places FLOAT = new Places(1, 2, -1, -1);
        static final Places SUMS = new Places(1, -1, 2, -1);

        static Places of(int bias, int resultScale) {
            return new Places(3, bias, 2, resultScale);
        }
    }

    private static Optional<BaselineLayer> convolution(
            Node node, PlanBuilder plan, Window window, int groups, Places places) {
        TensorType x = plan.type(node.input(0));
        Optional<Tensor> codes = signed(plan, node, places);
        if (codes.isEmpty() || x.shape().rank() > LARGEST_CONVOLUTION) {
            return Optional.empty();
        }
        Tensor weight = codes.get().reshaped(Shapes.grouped(codes.get().shape(), groups));
        return of(node, plan, Optional.of(window), groups > 1, TensorType.of(weight), Optional.of(weight),
                codes.get().shape().size(0), places);
    }

    private static Optional<BaselineLayer> product(Node node, PlanBuilder plan, boolean transposed, Places places) {
        int rank = plan.type(node.input(0)).shape().rank();
        TensorType declared = plan.type(node.input(places.weight()));
        if (rank < 2 || declared.shape().rank() < 2 || declared.shape().rank() > rank) {
            return Optional.empty();
        }
        Optional<Tensor> weight = signed(plan, node, places)
                .map(codes -> transposed ? new Transpose(List.of(1, 0)).evaluate(Inputs.of(codes)).getFirst() : codes)
                .map(codes -> codes.reshaped(Shapes.raised(codes.shape(), rank)));
        if (weight.isEmpty() && (transposed || declared.shape().rank() != rank)) {
            return Optional.empty();
        }
        TensorType type = weight.map(TensorType::of)
                .orElse(declared.dtype() == DType.U8 ? declared.with(DType.I8) : declared);
        return of(node, plan, Optional.empty(), false, type, weight, type.shape().size(rank - 1), places);
    }

    private static Optional<BaselineLayer> of(Node node, PlanBuilder plan, Optional<Window> window, boolean isGrouped,
            TensorType weightType, Optional<Tensor> weight, int channels, Places places) {
        TensorType x = plan.type(node.input(0));
        TensorType y = plan.type(node.output());
        if (!Layout.describes(x) || !Layout.describes(y) || !Layout.describes(weightType)) {
            return Optional.empty();
        }
        Shape row = window.isPresent() ? Shape.of(channels) : Shapes.raised(Shape.of(channels), y.shape().rank());
        Optional<Tensor> bias = at(node, places.bias(), plan).filter(tensor -> tensor.size() == channels)
                .map(tensor -> Tensor.of(row, floats(tensor)));
        boolean scales = places.resultScale() >= 0;
        return Optional.of(new BaselineLayer(window, isGrouped, x, weightType, weight, y, bias,
                scales ? multipliers(node, places, plan, channels) : List.of(),
                whole(node, places.zeroPoint(), plan), scales ? whole(node, places.resultScale() + 1, plan) : 0));
    }

    private static Optional<Tensor> at(Node node, int place, PlanBuilder plan) {
        return place < 0 ? Optional.empty() : plan.constant(node.input(place));
    }

    private static int whole(Node node, int place, PlanBuilder plan) {
        return at(node, place, plan).map(value -> (int) value.longAt(0)).orElse(0);
    }

    private static Optional<Tensor> signed(PlanBuilder plan, Node node, Places places) {
        return at(node, places.weight(), plan)
                .map(weight -> weight.dtype() == DType.F32
                        ? weight
                        : WeightParts.of(node.op(), weight, Optional.empty(), 0, PairSaturation.IGNORED).first());
    }

    private static float[] floats(Tensor bias) {
        float[] values = new float[bias.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) bias.doubleAt(i);
        }
        return values;
    }

    private static List<Float> multipliers(Node node, Places places, PlanBuilder plan, int channels) {
        float x = at(node, 1, plan).map(scale -> scale.floatAt(0)).orElse(1f);
        float y = at(node, places.resultScale(), plan).map(scale -> scale.floatAt(0)).orElse(1f);
        Optional<Tensor> each = at(node, places.weight() + 1, plan);
        Float[] multipliers = new Float[channels];
        Arrays.setAll(multipliers,
                channel -> x * each.map(scale -> scale.floatAt(scale.size() == 1 ? 0 : channel)).orElse(1f) / y);
        return List.of(multipliers);
    }

    /// How many outputs it has for each position or row.
    int channels() {
        return y.shape().size(window.isPresent() ? 1 : y.shape().rank() - 1);
    }

    /// Empty where oneDNN has none.
    Optional<Primitive> primitive(PlanBuilder plan) {
        Dnnl dnnl = plan.dnnl();
        Layout anyX = Layout.any(dnnl, x);
        Layout anyWeight = Layout.any(dnnl, weightType);
        Layout anyY = Layout.any(dnnl, y);
        Layout row = bias.map(tensor -> Layout.rowMajor(dnnl, TensorType.of(tensor))).orElse(null);
        return Primitive.create(plan, attributes(plan), (descriptor, attr) -> window.isPresent()
                ? dnnl_convolution_forward_primitive_desc_create(descriptor, dnnl.engine(), dnnl_forward_inference,
                        dnnl_convolution_direct, anyX.descriptor(), anyWeight.descriptor(),
                        row == null ? null : row.descriptor(), anyY.descriptor(), WindowArguments.strides(window.get()),
                        WindowArguments.dilations(window.get()), WindowArguments.before(window.get(), x.shape()),
                        WindowArguments.after(window.get(), x.shape()), attr)
                : dnnl_matmul_primitive_desc_create(descriptor, dnnl.engine(), anyX.descriptor(),
                        anyWeight.descriptor(), row == null ? null : row.descriptor(), anyY.descriptor(), attr),
                implementation -> window.isEmpty() || BrgemmFaults.sound(window.get(),
                        weightType.shape().size(isGrouped ? 2 : 1), x.shape(), y.shape()).test(implementation));
    }

    private PrimitiveAttributes attributes(PlanBuilder plan) {
        PrimitiveAttributes attributes = new PrimitiveAttributes(plan).zeroPoint(DNNL_ARG_SRC, zeroPoint);
        if (!multipliers.isEmpty()) {
            float[] scales = new float[multipliers.size()];
            for (int channel = 0; channel < scales.length; channel++) {
                scales[channel] = multipliers.get(channel);
            }
            attributes.scales(DNNL_ARG_WEIGHTS, channelAxes(), scales);
        }
        return y.dtype() == DType.F32 ? attributes : attributes.zeroPoint(DNNL_ARG_DST, resultZeroPoint);
    }

    /// The axes of the weights, as bits, along which output channels lie.
    private int channelAxes() {
        if (window.isEmpty()) {
            return 1 << (weightType.shape().rank() - 1);
        }
        return isGrouped ? 0b11 : 0b1;
    }

    /// The argument that the bias is; none where there is no bias.
    Map<Integer, Slot> bias(PlanBuilder plan) {
        return bias.map(row -> Map.of(DNNL_ARG_BIAS, plan.constant(row))).orElse(Map.of());
    }
}
