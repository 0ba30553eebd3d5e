package dev.vernier.onednn;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Codes;
import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.QLinearAveragePool;
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

    /// Larger windows would need a table of more than a million codes.
    private static final int MOST_TAPS = 1 << 12;

    private final PlanBuilder plan;

    CodeMeans(PlanBuilder plan) {
        this.plan = plan;
    }

    /// Means over all spatial axes.
    boolean global(Node node) {
        Shape x = plan.type(node.input(0)).shape();
        return x.elementCount() > 0
                && add(node, Window.of(Arrays.stream(x.sizes()).skip(SPATIAL).boxed().toList()), Contract.ONNX);
    }

    boolean windows(Node node, QLinearAveragePool pool) {
        Window window = pool.window();
        Shape x = plan.type(node.input(0)).shape();
        Shape y = plan.type(node.output()).shape();
        boolean inside = Arrays.stream(WindowArguments.before(window, x)).allMatch(padding -> padding == 0)
                && Arrays.stream(WindowArguments.afterFor(window, x, y)).allMatch(padding -> padding == 0);
        boolean sameCodes = plan.constant(node.input(1)).equals(plan.constant(node.input(3)))
                && plan.zeroPoint(node.input(2)) == plan.zeroPoint(node.input(4));
        return inside && (sameCodes || !pool.contract().isFixedPoint()) && add(node, window, pool.contract());
    }

    private boolean add(Node node, Window window, Contract contract) {
        boolean known = node.inputs().stream().skip(1).allMatch(name -> name.isEmpty() || plan.isConstant(name));
        TensorType x = plan.type(node.input(0));
        TensorType y = plan.type(node.output());
        int taps = window.kernel().stream().reduce(1, Math::multiplyExact);
        if (!known || !Layout.describes(x) || !Layout.describes(y) || taps > MOST_TAPS) {
            return false;
        }
        Layout layout = Layout.strided(plan.dnnl(), y, Strides.channelsLast(y.shape()));
        Slot codes = plan.in(node.input(0), Layout.strided(plan.dnnl(), x, Strides.channelsLast(x.shape())));
        Slot means = plan.make(node.output(), layout);
        Rows rows = new Rows(places(x.shape(), y.shape(), window), taps, x.shape().count(1, x.shape().rank()));
        Tensor table = table(node, taps, contract);
        plan.add(workspace -> {
            MemorySegment from = workspace.segment(codes);
            MemorySegment to = workspace.segment(means);
            ByteSums sums = new ByteSums(x.shape().size(1), (int) -x.dtype().min());
            int[] places = rows.places().ints();
            byte[] results = table.bytes();
            return () -> means(from, sums, places, rows, results, to);
        }, List.of(codes, means));
        return true;
    }

    /// Where the rows of channels lie whose means are taken.
    ///
    /// @param places in one sample, in bytes: `taps` of them for the first mean, then those of the next
    /// @param sample how many bytes a sample has
    private record Rows(Tensor places, int taps, int sample) {}

    private static void means(
            MemorySegment from, ByteSums sums, int[] places, Rows rows, byte[] results, MemorySegment to) {
        long sample = 0;
        int next = 0;
        int place = 0;
        while (place < to.byteSize()) {
            sums.clear();
            for (int tap = 0; tap < rows.taps(); tap++) {
                sums.add(from, sample + places[next + tap]);
            }
            for (int sum : sums.sums()) {
                to.set(ValueLayout.JAVA_BYTE, place++, results[sum]);
            }
            next += rows.taps();
            if (next == places.length) {
                next = 0;
                sample += rows.sample();
            }
        }
    }

    /// The mean's code for each sum of codes, counted from the smallest one.
    private Tensor table(Node node, int taps, Contract contract) {
        DType from = plan.type(node.input(0)).dtype();
        DType to = plan.type(node.output()).dtype();
        float scale = plan.constant(node.input(1)).orElseThrow().floatAt(0);
        float meanScale = plan.constant(node.input(3)).orElseThrow().floatAt(0);
        int meanZeroPoint = plan.zeroPoint(node.input(4));
        int smallest = (int) from.min();
        byte[] codes = new byte[taps * ((int) from.max() - smallest) + 1];
        for (int i = 0; i < codes.length; i++) {
            int sum = i + taps * (smallest - plan.zeroPoint(node.input(2)));
            float mean = (float) ((double) sum * scale / taps);
            codes[i] = (byte) (contract.isFixedPoint()
                    ? QLinearAveragePool.mean(i + taps * smallest, taps)
                    : Codes.of(mean, meanScale, meanZeroPoint, to));
        }
        return Tensor.ofI8(Shape.of(codes.length), codes);
    }

    private static Tensor places(Shape x, Shape y, Window window) {
        Shape taps = Shape.of(window.kernel().stream().mapToInt(Integer::intValue).toArray());
        Shape outputs = Shape.of(Arrays.copyOfRange(y.sizes(), SPATIAL, y.rank()));
        Strides strides = Strides.channelsLast(x);
        int[] places = new int[outputs.elementCount() * taps.elementCount()];
        for (int i = 0; i < places.length; i++) {
            int output = i / taps.elementCount();
            int tap = i % taps.elementCount();
            for (int axis = 0; axis < window.spatialRank(); axis++) {
                int at = output / outputs.strides()[axis] % outputs.size(axis) * window.strides().get(axis)
                        + tap / taps.strides()[axis] % taps.size(axis) * window.dilations().get(axis);
                places[i] += at * (int) strides.at(axis + SPATIAL);
            }
        }
        return Tensor.ofI32(Shape.of(places.length), places);
    }
}
