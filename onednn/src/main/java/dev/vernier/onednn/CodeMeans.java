package dev.vernier.onednn;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Codes;
import dev.vernier.graph.op.TensorType;
import dev.vernier.graph.op.Window;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;

/// Means of codes `x, xScale, xZeroPoint, yScale, yZeroPoint` in windows that lie wholly inside the input, in the
/// arithmetic of [dev.vernier.graph.op.QLinearAveragePool]. oneDNN pools codes only within one scale and zero point.
final class CodeMeans {
    private static final int SPATIAL = 2;

    private final PlanBuilder plan;

    CodeMeans(PlanBuilder plan) {
        this.plan = plan;
    }

    /// Means over all spatial axes.
    boolean global(Node node) {
        Shape x = plan.type(node.input(0)).shape();
        return x.elementCount() > 0
                && add(node, Window.of(Arrays.stream(x.sizes()).skip(SPATIAL).boxed().toList()));
    }

    boolean windows(Node node, Window window) {
        Shape x = plan.type(node.input(0)).shape();
        Shape y = plan.type(node.output()).shape();
        boolean inside = Arrays.stream(Windows.before(window, x)).allMatch(padding -> padding == 0)
                && Arrays.stream(Windows.afterFor(window, x, y)).allMatch(padding -> padding == 0);
        return inside && add(node, window);
    }

    private boolean add(Node node, Window window) {
        boolean known = node.inputs().stream().skip(1).allMatch(name -> name.isEmpty() || plan.isConstant(name));
        if (!known || !Layout.describes(plan.type(node.input(0))) || !Layout.describes(plan.type(node.output()))) {
            return false;
        }
        Slot x = plan.rowMajor(node.input(0));
        TensorType y = plan.type(node.output());
        Shape shape = x.layout().type().shape();
        Offsets offsets = new Offsets(offsets(shape, y.shape(), window), shape.count(SPATIAL, shape.rank()),
                window.kernel().stream().reduce(1, Math::multiplyExact));
        Coding from = new Coding(x.layout().type().dtype(), number(node.input(1)), zeroPoint(node.input(2)));
        Coding to = new Coding(y.dtype(), number(node.input(3)), zeroPoint(node.input(4)));
        Slot result = plan.make(node.output(), Layout.rowMajor(plan.dnnl(), y));
        plan.add(workspace -> {
            MemorySegment codes = workspace.segment(x);
            MemorySegment means = workspace.segment(result);
            return () -> means(codes, offsets, from, means, to);
        }, List.of(x, result));
        return true;
    }

    private float number(String name) {
        return plan.constant(name).orElseThrow().floatAt(0);
    }

    private int zeroPoint(String name) {
        return plan.constant(name).map(zero -> (int) zero.longAt(0)).orElse(0);
    }

    private record Coding(DType type, float scale, int zeroPoint) {}

    /// Where the codes of each mean lie in a plane of `plane` codes: `taps` for the first mean, then those of the next.
    private record Offsets(Tensor values, int plane, int taps) {}

    private static void means(MemorySegment x, Offsets offsets, Coding from, MemorySegment y, Coding to) {
        MemorySegment places = offsets.values().segment();
        int mask = from.type() == DType.U8 ? 0xff : -1;
        int outputs = offsets.values().size() / offsets.taps();
        for (int i = 0; i < y.byteSize(); i++) {
            long plane = (long) (i / outputs) * offsets.plane();
            int first = i % outputs * offsets.taps();
            int sum = -offsets.taps() * from.zeroPoint();
            for (int tap = 0; tap < offsets.taps(); tap++) {
                sum += x.get(ValueLayout.JAVA_BYTE, plane + places.getAtIndex(ValueLayout.JAVA_INT, first + tap))
                        & mask;
            }
            float mean = (float) ((double) sum * from.scale() / offsets.taps());
            y.set(ValueLayout.JAVA_BYTE, i, (byte) Codes.of(mean, to.scale(), to.zeroPoint(), to.type()));
        }
    }

    private static Tensor offsets(Shape x, Shape y, Window window) {
        int rank = window.spatialRank();
        Shape taps = Shape.of(window.kernel().stream().mapToInt(Integer::intValue).toArray());
        Shape outputs = Shape.of(Arrays.copyOfRange(y.sizes(), SPATIAL, y.rank()));
        int[] strides = x.strides();
        int[] offsets = new int[outputs.elementCount() * taps.elementCount()];
        for (int i = 0; i < offsets.length; i++) {
            int output = i / taps.elementCount();
            int tap = i % taps.elementCount();
            for (int axis = 0; axis < rank; axis++) {
                int at = output / outputs.strides()[axis] % outputs.size(axis) * window.strides().get(axis)
                        + tap / taps.strides()[axis] % taps.size(axis) * window.dilations().get(axis);
                offsets[i] += at * strides[axis + SPATIAL];
            }
        }
        return Tensor.ofI32(Shape.of(offsets.length), offsets);
    }
}
