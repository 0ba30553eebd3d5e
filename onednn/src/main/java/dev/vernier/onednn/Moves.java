package dev.vernier.onednn;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Concat;
import dev.vernier.graph.op.Pad;
import dev.vernier.graph.op.TensorType;
import dev.vernier.graph.op.Transpose;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What moves elements without changing them: views of the same storage, and copies between strided views. Each method
/// says whether it is one; where not, nothing was added to the plan.
final class Moves {
    private final PlanBuilder plan;

    Moves(PlanBuilder plan) {
        this.plan = plan;
    }

    /// The same elements under another shape.
    boolean reshape(Node node) {
        if (node.outputs().size() > 1) {
            return false;
        }
        Slot x = plan.rowMajor(node.input(0));
        plan.alias(node.output(), x.view(Layout.rowMajor(plan.dnnl(), plan.type(node.output())), 0));
        return true;
    }

    /// The same tensor under another name.
    boolean same(Node node) {
        if (node.outputs().size() > 1) {
            return false;
        }
        plan.alias(node.output(), plan.slot(node.input(0)));
        return true;
    }

    /// A view where that is a layout which kernels know, else a copy: some of oneDNN 3.11's pool or code others wrongly.
    boolean transpose(Node node, Transpose transpose) {
        TensorType y = plan.type(node.output());
        if (!Layout.describes(y)) {
            return false;
        }
        Slot x = plan.strided(node.input(0));
        Strides strides = x.layout().strides().orElseThrow();
        int rank = y.shape().rank();
        long[] permuted = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            permuted[axis] =
                    strides.at(transpose.permutation().isEmpty() ? rank - 1 - axis : transpose.permutation().get(axis));
        }
        Slot view = x.view(Layout.strided(plan.dnnl(), y, Strides.of(permuted).settled(y.shape())), 0);
        if (view.layout().isCommon()) {
            plan.alias(node.output(), view);
        } else {
            plan.copy(view, plan.make(node.output(), Layout.rowMajor(plan.dnnl(), y)));
        }
        return true;
    }

    boolean slice(Node node) {
        TensorType y = plan.type(node.output());
        boolean known = node.inputs().stream().skip(1).allMatch(name -> name.isEmpty() || plan.isConstant(name));
        if (!known || !Layout.describes(y)) {
            return false;
        }
        Shape shape = plan.type(node.input(0)).shape();
        long[] starts = plan.constant(node.input(1)).orElseThrow().longs();
        Optional<long[]> axes = plan.constant(node.input(3)).map(Tensor::longs);
        Optional<long[]> steps = plan.constant(node.input(4)).map(Tensor::longs);
        if (steps.isPresent() && Arrays.stream(steps.get()).anyMatch(step -> step < 1)) {
            return false;
        }
        if (!Layout.describes(plan.type(node.input(0)))) {
            return false;
        }
        Slot x = plan.strided(node.input(0));
        long[] strides = x.layout().strides().orElseThrow().toArray();
        long offset = 0;
        for (int i = 0; i < starts.length; i++) {
            int axis = axes.isPresent() ? shape.axis(axes.get()[i]) : i;
            long start = starts[i] < 0 ? starts[i] + shape.size(axis) : starts[i];
            offset += Math.clamp(start, 0, shape.size(axis)) * strides[axis];
            strides[axis] *= steps.isPresent() && y.shape().size(axis) > 1 ? steps.get()[i] : 1;
        }
        Strides apart = Strides.of(strides);
        if (!apart.nest(y.shape())) {
            return false;
        }
        copyOut(node.output(), y, x, apart, offset);
        return true;
    }

    private void copyOut(String output, TensorType type, Slot x, Strides strides, long offset) {
        Slot part = x.view(Layout.strided(plan.dnnl(), type, strides), offset);
        Strides dense = x.layout().strides().orElseThrow().nestedAs(type.shape());
        plan.copy(part, plan.make(output, Layout.strided(plan.dnnl(), type, dense)));
    }

    /// Constant padding with bytes that are all alike: zeros, or codes of one byte.
    boolean pad(Node node, Pad pad) {
        TensorType y = plan.type(node.output());
        TensorType x = plan.type(node.input(0));
        boolean known = node.inputs().stream().skip(1).allMatch(name -> name.isEmpty() || plan.isConstant(name));
        if (!known || pad.mode() != Pad.Mode.CONSTANT || !Layout.describes(x) || !Layout.describes(y)) {
            return false;
        }
        double value = plan.constant(node.input(2)).map(tensor -> tensor.doubleAt(0)).orElse(0.0);
        long[] pads = plan.constant(node.input(1)).orElseThrow().longs();
        if (value != 0 && x.dtype().byteSize() != 1 || Arrays.stream(pads).anyMatch(size -> size < 0)) {
            return false;
        }
        Optional<long[]> axes = plan.constant(node.input(3)).map(Tensor::longs);
        Slot source = plan.strided(node.input(0));
        Strides strides = source.layout().strides().orElseThrow().nestedAs(y.shape());
        Slot target = plan.make(node.output(), Layout.strided(plan.dnnl(), y, strides));
        long offset = 0;
        for (int i = 0; i < pads.length / 2; i++) {
            offset += pads[i] * strides.at(axes.isPresent() ? y.shape().axis(axes.get()[i]) : i);
        }
        byte filler = (byte) (long) value;
        plan.add(workspace -> {
            MemorySegment padded = workspace.segment(target);
            return () -> padded.fill(filler);
        }, List.of(target));
        plan.copy(source, target.view(Layout.strided(plan.dnnl(), x, strides), offset));
        return true;
    }

    boolean concat(Node node, Concat concat) {
        TensorType y = plan.type(node.output());
        if (!Layout.describes(y) || node.inputs().stream().anyMatch(name -> !Layout.describes(plan.type(name)))) {
            return false;
        }
        int axis = y.shape().axis(concat.axis());
        Strides strides = plan.strided(node.input(0)).layout().strides().orElseThrow().nestedAs(y.shape());
        Slot target = plan.make(node.output(), Layout.strided(plan.dnnl(), y, strides));
        long offset = 0;
        for (String name : node.inputs()) {
            TensorType part = plan.type(name);
            plan.copy(plan.slot(name), target.view(Layout.strided(plan.dnnl(), part, strides), offset));
            offset += part.shape().size(axis) * strides.at(axis);
        }
        return true;
    }
}
