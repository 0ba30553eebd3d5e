package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.Dequantize;
import dev.vernier.graph.op.Inputs;
import dev.vernier.graph.op.QLinearAdd;
import dev.vernier.graph.op.QLinearSoftmax;
import dev.vernier.graph.op.Quantize;
import dev.vernier.graph.op.SoftmaxCodes;
import dev.vernier.graph.op.TensorType;
import dev.vernier.pairs.NearestCodes;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Between reals and codes, in exactly the arithmetic of [dev.vernier.graph.op.Codes]: a true division, a rounding, an
/// addition, each in float32. Each method says whether oneDNN does it; where not, nothing was added to the plan.
final class Codings {
    /// Where more is left to tables they may do all.
    private static final float LARGEST_MARGIN = 0x1p-7f;

    private final PlanBuilder plan;
    private final Elementwise elementwise;

    Codings(PlanBuilder plan, Elementwise elementwise) {
        this.plan = plan;
        this.elementwise = elementwise;
    }

    /// A scale and a zero point for a whole tensor.
    private record Coding(float scale, int zeroPoint) {
        static Optional<Coding> of(PlanBuilder plan, String scale, String zeroPoint) {
            Optional<Tensor> scales = plan.constant(scale).filter(value -> value.size() == 1);
            if (scales.isEmpty() || !zeroPoint.isEmpty() && !plan.isConstant(zeroPoint)) {
                return Optional.empty();
            }
            int zero = plan.constant(zeroPoint).map(value -> (int) value.longAt(0)).orElse(0);
            return Optional.of(new Coding(scales.get().floatAt(0), zero));
        }
    }

    boolean quantize(Node node, Quantize quantize) {
        Optional<Coding> coding = coding(node, quantize);
        if (coding.isEmpty()) {
            return false;
        }
        Slot x = dense(node.input(0));
        if (quantize.contract().isFixedPoint()) {
            requireNumbers(node.input(0), x);
            quantize(new RealCodes(quantize, coding.get().scale(), coding.get().zeroPoint()), x,
                    plan.make(node.output(), x.layout().with(plan.dnnl(), quantize.to())));
            return true;
        }
        PrimitiveAttributes attributes = new PrimitiveAttributes(plan);
        toCode(attributes, coding.get().zeroPoint());
        requireNumbers(node.input(0), x);
        return elementwise.binary(x, dnnl_binary_div, number(coding.get().scale(), x), node.output(),
                x.layout().with(plan.dnnl(), quantize.to()), attributes);
    }

    private void quantize(RealCodes how, Slot reals, Slot codes) {
        Optional<NearestCodes> nearest = PairSaturation.canWiden() ? how.nearest(plan.arena()) : Optional.empty();
        plan.add(nearest.<Step>map(fast -> new NearestStep(fast, List.of(reals), codes,
                (inputs, made) -> (first, end) -> how.define(inputs.getFirst(), made, first, end)))
                .orElse(workspace -> {
                    MemorySegment from = workspace.segment(reals);
                    MemorySegment to = workspace.segment(codes);
                    return () -> how.define(from, to, 0, to.byteSize());
                }), List.of(reals, codes));
    }

    /// Softmax of codes whose parameters are constants.
    boolean softmax(Node node, QLinearSoftmax softmax) {
        TensorType type = plan.type(node.input(0));
        Optional<Coding> from = Coding.of(plan, node.input(1), node.input(2));
        Optional<Coding> to = Coding.of(plan, node.input(3), node.input(4));
        int axis = type.shape().axis(softmax.axis());
        int step = type.shape().count(axis + 1, type.shape().rank());
        if (from.isEmpty() || to.isEmpty() || step != 1 || type.shape().elementCount() == 0
                || !Layout.describes(type)) {
            return false;
        }
        Slot x = plan.rowMajor(node.input(0));
        Slot y = plan.make(node.output(), x.layout());
        SoftmaxCodes how = new SoftmaxCodes(type.dtype(), from.get().scale(), to.get().scale(), to.get().zeroPoint());
        int mask = type.dtype() == DType.U8 ? 0xff : -1;
        plan.add(workspace -> {
            MemorySegment codes = workspace.segment(x);
            MemorySegment results = workspace.segment(y);
            int[] line = new int[type.shape().size(axis)];
            return () -> {
                for (long first = 0; first < results.byteSize(); first += line.length) {
                    for (int i = 0; i < line.length; i++) {
                        line[i] = codes.get(ValueLayout.JAVA_BYTE, first + i) & mask;
                    }
                    how.apply(line, 0, line.length, 1);
                    for (int i = 0; i < line.length; i++) {
                        results.set(ValueLayout.JAVA_BYTE, first + i, (byte) line[i]);
                    }
                }
            };
        }, List.of(x, y));
        return true;
    }

    /// Quantize and Dequantize of the same parameters in one step, the codes never stored.
    boolean fakeQuantize(Node node, Quantize quantize, String output) {
        Optional<Coding> found = coding(node, quantize);
        if (found.isEmpty()) {
            return false;
        }
        Coding coding = found.get();
        Slot x = dense(node.input(0));
        PrimitiveAttributes attributes = new PrimitiveAttributes(plan)
                .then(Activation.ROUND)
                .then(Activation.clip(
                        quantize.to().min() - coding.zeroPoint(), quantize.to().max() - coding.zeroPoint()))
                .then(Activation.linear(coding.scale(), 0));
        requireNumbers(node.input(0), x);
        return elementwise.binary(x, dnnl_binary_div, number(coding.scale(), x), output, x.layout(), attributes);
    }

    private Optional<Coding> coding(Node node, Quantize quantize) {
        TensorType x = plan.type(node.input(0));
        boolean toBytes = quantize.to() == DType.U8 || quantize.to() == DType.I8;
        return toBytes && x.dtype() == DType.F32 && quantize.blockSize() == 0 && Layout.describes(x)
                ? Coding.of(plan, node.input(1), node.input(2))
                : Optional.empty();
    }

    boolean dequantize(Node node, Dequantize dequantize) {
        TensorType x = plan.type(node.input(0));
        Optional<Coding> coding = Coding.of(plan, node.input(1), node.input(2));
        if (coding.isEmpty() || dequantize.blockSize() != 0 || !Layout.describes(x) || x.dtype().byteSize() != 1) {
            return false;
        }
        Slot codes = dense(node.input(0));
        return toReals(codes, coding.get(), plan.make(node.output(), codes.layout().with(plan.dnnl(), DType.F32)));
    }

    /// Sums of codes of one shape.
    boolean add(Node node, QLinearAdd add) {
        TensorType type = plan.type(node.input(0));
        Optional<Coding> left = Coding.of(plan, node.input(1), node.input(2));
        Optional<Coding> right = Coding.of(plan, node.input(4), node.input(5));
        Optional<Coding> sum = Coding.of(plan, node.input(6), node.input(7));
        if (left.isEmpty() || right.isEmpty() || sum.isEmpty() || !Layout.describes(type)
                || !Layout.describes(plan.type(node.input(3))) || !Layout.describes(plan.type(node.output()))
                || !type.shape().equals(plan.type(node.input(3)).shape())) {
            return false;
        }
        Slot a = dense(node.input(0));
        Slot b = plan.in(node.input(3), a.layout().with(plan.dnnl(), plan.type(node.input(3)).dtype()));
        if (add.contract() != Contract.ONNX) {
            pairByTable(node, a, b);
            return true;
        }
        Slot bReals = plan.temporary(a.layout().with(plan.dnnl(), DType.F32));
        if (!toReals(b, right.get(), bReals)) {
            return false;
        }
        PrimitiveAttributes attributes = new PrimitiveAttributes(plan)
                .then(Activation.linear(left.get().scale(), 0))
                .then(dnnl_binary_add, bReals)
                .then(dnnl_binary_div, number(sum.get().scale(), a));
        toCode(attributes, sum.get().zeroPoint());
        return elementwise.binary(a, dnnl_binary_sub, number(left.get().zeroPoint(), a), node.output(),
                a.layout().with(plan.dnnl(), plan.type(node.output()).dtype()), attributes);
    }

    /// A function of pairs of codes with constant parameters, of tensors of one shape.
    boolean byTable(Node node) {
        TensorType type = plan.type(node.input(0));
        boolean known = Stream.of(1, 2, 4, 5, 6, 7).map(node::input)
                .allMatch(name -> name.isEmpty() || plan.isConstant(name));
        if (!known || !Layout.describes(type) || !type.shape().equals(plan.type(node.input(3)).shape())
                || !Layout.describes(plan.type(node.input(3))) || !Layout.describes(plan.type(node.output()))) {
            return false;
        }
        Slot a = dense(node.input(0));
        pairByTable(node, a, plan.in(node.input(3), a.layout().with(plan.dnnl(), plan.type(node.input(3)).dtype())));
        return true;
    }

    /// A function of every code, whose table is a constant.
    boolean lookup(Node node) {
        Optional<Tensor> table = plan.constant(node.input(1));
        if (table.isEmpty() || !Layout.describes(plan.type(node.input(0)))
                || !Layout.describes(plan.type(node.output()))) {
            return false;
        }
        Slot x = dense(node.input(0));
        Slot y = plan.make(node.output(), x.layout().with(plan.dnnl(), plan.type(node.output()).dtype()));
        plan.add(workspace -> {
            MemorySegment codes = workspace.segment(x);
            MemorySegment results = workspace.segment(y);
            byte[] known = table.get().bytes();
            return () -> {
                for (long i = 0; i < results.byteSize(); i++) {
                    results.set(ValueLayout.JAVA_BYTE, i, known[codes.get(ValueLayout.JAVA_BYTE, i) & 0xff]);
                }
            };
        }, List.of(x, y));
        return true;
    }

    /// oneDNN's element-wise kernels keep neither its own contract nor TensorFlow Lite's, so the result of any two codes is
    /// computed ahead.
    private void pairByTable(Node node, Slot a, Slot b) {
        Slot y = plan.make(node.output(),
                a.layout().with(plan.dnnl(), plan.type(node.output()).dtype()));
        Tensor table = results(node);
        Optional<NearestCodes> nearest = node.op() instanceof QLinearAdd add ? nearestSum(node, add) : Optional.empty();
        if (nearest.isPresent()) {
            byte[] known = table.bytes();
            plan.add(new NearestStep(nearest.get(), List.of(a, b), y, (inputs, sums) -> (first, end) -> add(
                    inputs.getFirst(), inputs.getLast(), known, sums, first, end)), List.of(a, b, y));
            return;
        }
        plan.add(workspace -> {
            MemorySegment left = workspace.segment(a);
            MemorySegment right = workspace.segment(b);
            MemorySegment sums = workspace.segment(y);
            byte[] known = table.bytes();
            return () -> add(left, right, known, sums, 0, sums.byteSize());
        }, List.of(a, b, y));
    }

    private static void add(
            MemorySegment left, MemorySegment right, byte[] table, MemorySegment sums, long first, long end) {
        for (long i = first; i < end; i++) {
            int place = (left.get(ValueLayout.JAVA_BYTE, i) & 0xff) << Byte.SIZE
                    | right.get(ValueLayout.JAVA_BYTE, i) & 0xff;
            sums.set(ValueLayout.JAVA_BYTE, i, table[place]);
        }
    }

    /// Sums in fixed point by machine code; empty where they are others, or scales lie far apart. Beside the roundings to float32
    /// the margin holds those of the terms, which have 20 fractional bits.
    private Optional<NearestCodes> nearestSum(Node node, QLinearAdd add) {
        if (!add.contract().isFixedPoint() || !PairSaturation.canWiden()) {
            return Optional.empty();
        }
        Coding left = Coding.of(plan, node.input(1), node.input(2)).orElseThrow();
        Coding right = Coding.of(plan, node.input(4), node.input(5)).orElseThrow();
        Coding sum = Coding.of(plan, node.input(6), node.input(7)).orElseThrow();
        double first = (double) left.scale() / sum.scale();
        double second = (double) right.scale() / sum.scale();
        float margin = (float) (1536 * 0x1p-24 * (first + second) + 0x1p-16 * Math.max(first, second));
        if (!(margin < LARGEST_MARGIN)) {
            return Optional.empty();
        }
        DType type = plan.type(node.output()).dtype();
        return Optional.of(NearestCodes.ofPairs(
                new NearestCodes.From.Pairs(plan.type(node.input(0)).dtype() == DType.I8,
                        plan.type(node.input(3)).dtype() == DType.I8),
                new NearestCodes.Weights((float) first, (float) second,
                        (float) -(left.zeroPoint() * first + right.zeroPoint() * second)),
                new NearestCodes.Target(sum.zeroPoint(), (int) type.min(), (int) type.max(), type == DType.I8, margin),
                plan.arena()));
    }

    /// The result of every first code with every second one, both as unsigned bytes.
    private Tensor results(Node node) {
        byte[] first = new byte[1 << 2 * Byte.SIZE];
        byte[] second = new byte[first.length];
        for (int i = 0; i < first.length; i++) {
            first[i] = (byte) (i >> Byte.SIZE);
            second[i] = (byte) i;
        }
        List<Tensor> inputs = new ArrayList<>();
        node.inputs().forEach(name -> inputs.add(plan.constant(name).orElse(null)));
        inputs.set(0, bytes(node.input(0), first));
        inputs.set(3, bytes(node.input(3), second));
        return node.op().evaluate(Inputs.of(inputs)).getFirst();
    }

    private Tensor bytes(String like, byte[] values) {
        return Tensor.wrap(plan.type(like).dtype(), Shape.of(values.length), MemorySegment.ofArray(values));
    }

    private static void toCode(PrimitiveAttributes attributes, int zeroPoint) {
        attributes.then(Activation.ROUND);
        if (zeroPoint != 0) {
            attributes.then(Activation.linear(1, zeroPoint));
        }
    }

    private boolean toReals(Slot codes, Coding coding, Slot reals) {
        PrimitiveAttributes attributes = new PrimitiveAttributes(plan)
                .scales(DNNL_ARG_SRC, 0, coding.scale())
                .zeroPoint(DNNL_ARG_SRC, coding.zeroPoint());
        return plan.copy(codes, reals, attributes);
    }

    private Slot dense(String name) {
        return plan.slot(name).layout().isDense() ? plan.slot(name) : plan.rowMajor(name);
    }

    private Slot number(float value, Slot like) {
        return PrimitiveAttributes.number(plan, value, like.layout().type().shape().rank());
    }

    private void requireNumbers(String name, Slot slot) {
        plan.add(workspace -> {
            MemorySegment values = workspace.segment(slot);
            return () -> Numbers.require(name, values);
        }, List.of(slot));
    }
}
