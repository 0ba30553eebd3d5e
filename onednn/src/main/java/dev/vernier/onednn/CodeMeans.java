package dev.vernier.onednn;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Codes;
import dev.vernier.graph.op.Contract;
import dev.vernier.graph.op.Inputs;
import dev.vernier.graph.op.QLinearAveragePool;
import dev.vernier.graph.op.QLinearMean;
import dev.vernier.graph.op.TensorType;
import dev.vernier.graph.op.Window;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

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

    /// Means over all axes behind the second.
    boolean mean(Node node, QLinearMean mean) {
        Shape x = plan.type(node.input(0)).shape();
        Optional<Tensor> axes = plan.constant(node.input(1));
        boolean ofPlanes = x.rank() > SPATIAL && x.elementCount() > 0 && axes.isPresent()
                && Arrays.equals(Arrays.stream(axes.get().longs()).map(axis -> axis < 0 ? axis + x.rank() : axis)
                        .sorted().distinct().toArray(), LongStream.range(SPATIAL, x.rank()).toArray());
        Window window = Window.of(Arrays.stream(x.sizes()).skip(SPATIAL).boxed().toList());
        return ofPlanes && add(node, window, taps -> {
            List<Tensor> inputs = new ArrayList<>();
            node.inputs().forEach(name -> inputs.add(plan.constant(name).orElse(null)));
            IntUnaryOperator code =
                    mean.code(Inputs.of(inputs), x.rank(), taps, plan.type(node.output()).dtype());
            return table(node, taps, code);
        });
    }

    private boolean add(Node node, Window window, Contract contract) {
        return add(node, window, taps -> table(node, taps, contract));
    }

    /// @param tables gives the mean's code for each sum of so many codes
    private boolean add(Node node, Window window, IntFunction<Tensor> tables) {
        boolean known = node.inputs().stream().skip(1).allMatch(name -> name.isEmpty() || plan.isConstant(name));
        TensorType x = plan.type(node.input(0));
        TensorType y = plan.type(node.output());
        long taps = window.kernel().stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
        if (!known || !Layout.describes(x) || !Layout.describes(y) || taps > MOST_TAPS) {
            return false;
        }
        Layout layout = y.shape().rank() > SPATIAL
                ? Layout.strided(plan.dnnl(), y, Strides.channelsLast(y.shape()))
                : Layout.rowMajor(plan.dnnl(), y);
        Slot codes = plan.in(node.input(0), Layout.strided(plan.dnnl(), x, Strides.channelsLast(x.shape())));
        Slot means = plan.make(node.output(), layout);
        Rows rows = new Rows(
                places(x.shape(), y.shape(), window), (int) taps, x.shape().count(1, x.shape().rank()));
        Tensor table = tables.apply((int) taps);
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

    private Tensor table(Node node, int taps, Contract contract) {
        DType to = plan.type(node.output()).dtype();
        float scale = plan.constant(node.input(1)).orElseThrow().floatAt(0);
        float meanScale = plan.constant(node.input(3)).orElseThrow().floatAt(0);
        int zeroPoint = plan.zeroPoint(node.input(2));
        int meanZeroPoint = plan.zeroPoint(node.input(4));
        return table(node, taps, sum -> {
            float mean = (float) ((double) (sum - taps * zeroPoint) * scale / taps);
            return contract.isFixedPoint()
                    ? QLinearAveragePool.mean(sum, taps)
                    : Codes.of(mean, meanScale, meanZeroPoint, to);
        });
    }

    /// The mean's code for each sum of codes, counted from the smallest one.
    private Tensor table(Node node, int taps, IntUnaryOperator code) {
        DType from = plan.type(node.input(0)).dtype();
        int smallest = (int) from.min();
        byte[] codes = new byte[taps * ((int) from.max() - smallest) + 1];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) code.applyAsInt(i + taps * smallest);
        }
        return Tensor.ofI8(Shape.of(codes.length), codes);
    }

    private static Tensor places(Shape x, Shape y, Window window) {
        Shape taps = Shape.of(window.kernel().stream().mapToInt(Integer::intValue).toArray());
        Shape outputs = Shape.of(y.rank() > SPATIAL
                ? Arrays.copyOfRange(y.sizes(), SPATIAL, y.rank())
                : IntStream.generate(() -> 1).limit(window.spatialRank()).toArray());
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
