package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Conv;
import dev.vernier.graph.op.ConvInteger;
import dev.vernier.graph.op.ConvTranspose;
import dev.vernier.graph.op.Inputs;
import dev.vernier.graph.op.QLinearConv;
import dev.vernier.graph.op.TensorType;
import dev.vernier.graph.op.Transpose;
import dev.vernier.graph.op.Window;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Convolutions, float and integer. Each method says whether oneDNN does it; where not, nothing was added to the plan.
final class Convolutions {
    /// Batch, channels and three spatial axes.
    private static final int LARGEST_RANK = 5;
    private static final int CHANNELS = 1;
    private static final int GROUPS_AND_CHANNELS = 3;

    private final PlanBuilder plan;
    private final PairSaturation saturation;

    Convolutions(PlanBuilder plan, PairSaturation saturation) {
        this.plan = plan;
        this.saturation = saturation;
    }

    boolean conv(Node node, Conv conv, Fusion fusion) {
        Optional<Tensor> weight = plan.constant(node.input(1));
        boolean hasBias = !node.input(2).isEmpty();
        if (weight.isEmpty() || hasBias && !plan.isConstant(node.input(2))) {
            return false;
        }
        PrimitiveAttributes attributes = new PrimitiveAttributes(plan);
        fusion.applyTo(attributes);
        return convolve(Source.of(plan, node.input(0)), conv.window(), conv.groups(), weight.get(),
                plan.constant(node.input(2)),
                attributes, plan.type(fusion.output()), target(fusion)).isPresent();
    }

    private Function<Layout, Slot> target(Fusion fusion) {
        return layout -> fusion.addition()
                .map(sum -> plan.makeOver(fusion.output(), sum.other(), sum.isLastRead(), layout))
                .orElseGet(() -> plan.make(fusion.output(), layout));
    }

    boolean integer(Node node, QLinearConv conv, Fusion fusion) {
        return Requantization.of(plan, saturation, node, conv.contract(), 0, Optional.of(8), 6)
                .flatMap(requantization -> requantize(requantization, conv, fusion))
                .isPresent();
    }

    private Optional<Slot> requantize(Requantization requantization, QLinearConv conv, Fusion fusion) {
        TensorType y = plan.type(fusion.output());
        int mask = conv.groups() == 1 ? CHANNELS : GROUPS_AND_CHANNELS;
        return others(requantization.source(), requantization.weights(), conv.window(), conv.groups(), y.shape())
                .flatMap(others -> convolve(requantization.source(), conv.window(), conv.groups(),
                        requantization.weights().first(), requantization.bias(),
                        requantization.attributes(others, Shapes.alongAxis(1, y.shape()), mask, fusion), y,
                        target(fusion)));
    }

    private Optional<List<Slot>> others(Source source, WeightParts weights, Window window, int groups, Shape y) {
        return weights.others(part -> convolve(source, window, groups, part, Optional.empty(), source.attributes(),
                new TensorType(DType.F32, y), plan::temporary));
    }

    /// The int32 sums of a layer whose parameters are all constants, without its bias.
    Optional<Slot> sums(Node node, QLinearConv conv) {
        return sums(node, conv.window(), conv.groups(), WeightParts.of(node.op(),
                plan.constant(node.input(3)).orElseThrow(), plan.constant(node.input(5)), 0, saturation),
                plan::temporary);
    }

    boolean sums(Node node, ConvInteger conv) {
        boolean known = node.inputs().stream().skip(1).allMatch(name -> name.isEmpty() || plan.isConstant(name));
        if (!known) {
            return false;
        }
        WeightParts weights = WeightParts.of(node.op(), plan.constant(node.input(1)).orElseThrow(),
                plan.constant(node.input(3)), 0, saturation);
        return sums(node, conv.window(), conv.groups(), weights, layout -> plan.make(node.output(), layout))
                .isPresent();
    }

    /// @param target gives a slot of a layout of int32
    private Optional<Slot> sums(
            Node node, Window window, int groups, WeightParts weights, Function<Layout, Slot> target) {
        Source source = Source.ofCodes(plan, node.input(0), plan.zeroPoint(node.input(2)), saturation);
        TensorType y = plan.type(node.output()).with(DType.I32);
        return !weights.addUpExactly()
                ? Optional.empty()
                : others(source, weights, window, groups, y.shape()).flatMap(others -> {
                    PrimitiveAttributes attributes = source.attributes();
                    others.forEach(sums -> attributes.then(dnnl_binary_add, sums));
                    return convolve(source, window, groups, weights.first(), Optional.empty(), attributes, y, target);
                });
    }

    private Optional<Slot> convolve(Source source, Window window, int groups, Tensor weight, Optional<Tensor> bias,
            PrimitiveAttributes attributes, TensorType y, Function<Layout, Slot> target) {
        TensorType x = source.type();
        if (!Layout.describes(x) || !Layout.describes(y) || x.shape().rank() > LARGEST_RANK) {
            return Optional.empty();
        }
        // oneDNN 3.11's brgemm convolution reads at null where a window lies in the padding alone.
        if (!WindowArguments.touchInput(window, x.shape(), y.shape())) {
            return Optional.empty();
        }
        Tensor grouped = weight.reshaped(Shapes.grouped(weight.shape(), groups));
        Dnnl dnnl = plan.dnnl();
        Layout anyX = Layout.any(dnnl, x);
        Layout anyWeight = Layout.any(dnnl, TensorType.of(grouped));
        Layout anyY = Layout.any(dnnl, y);
        Optional<Slot> biasSlot = bias.map(plan::constant);
        return Primitive
                .create(plan, attributes,
                        (descriptor, attr) -> dnnl_convolution_forward_primitive_desc_create(descriptor, dnnl.engine(),
                                dnnl_forward_inference,
                                dnnl_convolution_direct, anyX.descriptor(), anyWeight.descriptor(),
                                biasSlot.map(slot -> slot.layout().descriptor()).orElse(null), anyY.descriptor(),
                                WindowArguments.strides(window), WindowArguments.dilations(window),
                                WindowArguments.before(window, x.shape()),
                                WindowArguments.after(window, x.shape()), attr),
                        BrgemmFaults.sound(window, weight.shape().size(CHANNELS), x.shape(), y.shape()))
                .map(primitive -> {
                    Map<Integer, Slot> arguments = new LinkedHashMap<>();
                    arguments.put(DNNL_ARG_SRC, source.in(primitive.layout(DNNL_ARG_SRC, x)));
                    arguments.put(DNNL_ARG_WEIGHTS,
                            plan.constant(grouped, primitive.layout(DNNL_ARG_WEIGHTS, TensorType.of(grouped))));
                    biasSlot.ifPresent(slot -> arguments.put(DNNL_ARG_BIAS, slot));
                    Slot result = target.apply(primitive.layout(DNNL_ARG_DST, y));
                    arguments.put(DNNL_ARG_DST, result);
                    plan.call(primitive, arguments);
                    return result;
                });
    }

    /// With constant weights, where what is added behind the output is no more than the padding there.
    boolean transposed(Node node, ConvTranspose conv) {
        TensorType x = plan.type(node.input(0));
        TensorType y = plan.type(node.output());
        Optional<Tensor> constant = plan.constant(node.input(1));
        Optional<Tensor> bias = plan.constant(node.input(2));
        long[] after = WindowArguments.after(conv.window(), x.shape());
        for (int axis = 0; axis < after.length; axis++) {
            after[axis] -= conv.outputPadding().get(axis);
        }
        if (constant.isEmpty() || bias.isEmpty() && !node.input(2).isEmpty() || !Layout.describes(x)
                || !Layout.describes(y) || x.shape().rank() > LARGEST_RANK
                || Arrays.stream(after).anyMatch(size -> size < 0)) {
            return false;
        }
        Tensor weight = outputsFirst(constant.get(), conv.groups());
        Dnnl dnnl = plan.dnnl();
        Layout anyX = Layout.any(dnnl, x);
        Layout anyWeight = Layout.any(dnnl, TensorType.of(weight));
        Layout anyY = Layout.any(dnnl, y);
        Optional<Slot> biasSlot = bias.map(plan::constant);
        Optional<Primitive> created = Primitive.create(plan, new PrimitiveAttributes(plan),
                (descriptor, attr) -> dnnl_deconvolution_forward_primitive_desc_create(descriptor, dnnl.engine(),
                        dnnl_forward_inference, dnnl_deconvolution_direct, anyX.descriptor(), anyWeight.descriptor(),
                        biasSlot.map(slot -> slot.layout().descriptor()).orElse(null), anyY.descriptor(),
                        WindowArguments.strides(conv.window()), WindowArguments.dilations(conv.window()),
                        WindowArguments.before(conv.window(), x.shape()), after, attr));
        created.ifPresent(primitive -> {
            Map<Integer, Slot> arguments = new LinkedHashMap<>();
            arguments.put(DNNL_ARG_SRC, plan.in(node.input(0), primitive.layout(DNNL_ARG_SRC, x)));
            arguments.put(DNNL_ARG_WEIGHTS,
                    plan.constant(weight, primitive.layout(DNNL_ARG_WEIGHTS, TensorType.of(weight))));
            biasSlot.ifPresent(slot -> arguments.put(DNNL_ARG_BIAS, slot));
            arguments.put(DNNL_ARG_DST, plan.make(node.output(), primitive.layout(DNNL_ARG_DST, y)));
            plan.call(primitive, arguments);
        });
        return created.isPresent();
    }

    /// Weights `[c, m / groups, kernel...]` as oneDNN takes them: `[m, c, kernel...]`, of groups
    /// `[groups, m / groups, c / groups, kernel...]`.
    private static Tensor outputsFirst(Tensor weight, int groups) {
        Shape shape = Shapes.grouped(weight.shape(), groups);
        List<Integer> order = new ArrayList<>(IntStream.range(0, shape.rank()).boxed().toList());
        Collections.swap(order, groups == 1 ? 0 : 1, groups == 1 ? 1 : 2);
        return new Transpose(order).evaluate(Inputs.of(weight.reshaped(shape))).getFirst();
    }
}
