package dev.vernier.tflite;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Concat;
import dev.vernier.graph.op.Gemm;
import dev.vernier.graph.op.Pad;
import dev.vernier.graph.op.Reduce;
import dev.vernier.graph.op.ReduceMax;
import dev.vernier.graph.op.ReduceMean;
import dev.vernier.graph.op.Resize;
import dev.vernier.graph.op.Transpose;
import dev.vernier.tensor.ChannelsLast;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.lite.schema.BatchMatMulOptions;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.ConcatenationOptions;
import org.tensorflow.lite.schema.MirrorPadOptions;
import org.tensorflow.lite.schema.PadOptions;
import org.tensorflow.lite.schema.PadV2Options;
import org.tensorflow.lite.schema.ReducerOptions;
import org.tensorflow.lite.schema.ResizeBilinearOptions;
import org.tensorflow.lite.schema.ResizeNearestNeighborOptions;
import org.tensorflow.lite.schema.StridedSliceOptions;

/// Operators on whole axes on their way out, and matrix products. What depends on the order of all axes works on a copy that has
/// the graph's.
final class MovementWriter {
    private final Sheet sheet;
    private final LayerWriter layers;

    MovementWriter(Sheet sheet, LayerWriter layers) {
        this.sheet = sheet;
        this.layers = layers;
    }

    /// A tensor whose elements stand in the graph's order.
    private int ordered(String x, boolean coded) {
        int from = sheet.use(x, coded);
        return isSameOrder(sheet.shape(x)) ? from
                : turned(x, from, coded, ChannelsLast.TO_GRAPH, sheet.shape(x));
    }

    private static boolean isSameOrder(Shape inGraph) {
        return inGraph.rank() != ChannelsLast.TO_GRAPH.size() || inGraph.size(1) == 1
                || inGraph.size(2) == 1 && inGraph.size(3) == 1;
    }

    private int turned(String x, int from, boolean coded, List<Integer> order, Shape shape) {
        int by = sheet.numbers(x + "/order", Shape.of(order.size()), array(order));
        int to = sheet.between(x + "/turned", x, coded, shape);
        sheet.file().operator(BuiltinOperator.TRANSPOSE, coded ? 2 : 1, (byte) 0, 0, new int[] {from, by}, to);
        return to;
    }

    /// Where an operator puts what it makes in the graph's order, and what is done then.
    private int unordered(String y, boolean coded) {
        return isImage(y) ? sheet.between(y + "/turned", y, coded, sheet.shape(y)) : sheet.target(y, coded);
    }

    private boolean isImage(String y) {
        return sheet.rank(y) == ChannelsLast.TO_STORED.size();
    }

    private void putBack(String y, int from, boolean coded) {
        if (isImage(y)) {
            int by = sheet.numbers(y + "/order", Shape.of(4), array(ChannelsLast.TO_STORED));
            sheet.file().operator(BuiltinOperator.TRANSPOSE, coded ? 2 : 1, (byte) 0, 0, new int[] {from, by},
                    sheet.target(y, coded));
        }
    }

    void reshape(Node node) {
        String y = node.output();
        boolean coded = sheet.shareCodes(node.input(0), y);
        int from = ordered(node.input(0), coded);
        if (isSameOrder(sheet.shape(y))) {
            reshape(y, from, coded, ChannelsLast.stored(sheet.shape(y)), sheet.target(y, coded));
        } else {
            int to = unordered(y, coded);
            reshape(y, from, coded, sheet.shape(y), to);
            putBack(y, to, coded);
        }
    }

    /// The first size is open: what is written for one sample takes several.
    private void reshape(String y, int from, boolean coded, Shape shape, int to) {
        int[] sizes = shape.sizes();
        if (sizes.length > 0 && shape.elementCount() > 0) {
            sizes[0] = -1;
        }
        int by = sheet.numbers(y + "/shape", Shape.of(sizes.length), sizes);
        sheet.file().operator(BuiltinOperator.RESHAPE, 1, (byte) 0, 0, new int[] {from, by}, to);
    }

    void transpose(Node node, Transpose transpose) {
        int rank = sheet.rank(node.input(0));
        List<Integer> order = transpose.permutation().isEmpty()
                ? IntStream.range(0, rank).mapToObj(axis -> rank - 1 - axis).toList()
                : transpose.permutation();
        boolean coded = sheet.shareCodes(node.input(0), node.output());
        int from = sheet.use(node.input(0), coded);
        int by = sheet.numbers(node.output() + "/order", Shape.of(rank), IntStream.range(0, rank)
                .map(axis -> rank == 4 ? ChannelsLast.TO_STORED.get(axis) : axis)
                .map(order::get).map(axis -> ChannelsLast.stored(axis, rank)).toArray());
        sheet.file().operator(BuiltinOperator.TRANSPOSE, coded ? 2 : 1, (byte) 0, 0, new int[] {from, by},
                sheet.target(node.output(), coded));
    }

    void concat(Node node, Concat concat) {
        int rank = sheet.rank(node.output());
        int axis = ChannelsLast.stored(sheet.shape(node.output()).axis(concat.axis()), rank);
        boolean coded = sheet.shareCodes(node.inputs().toArray(String[]::new))
                && sheet.shareCodes(node.input(0), node.output());
        int[] from = node.inputs().stream().mapToInt(input -> sheet.use(input, coded)).toArray();
        sheet.file().operator(BuiltinOperator.CONCATENATION, coded ? 2 : 1, BuiltinOptions.ConcatenationOptions,
                ConcatenationOptions.createConcatenationOptions(sheet.file().flat(), axis, (byte) 0), from,
                sheet.target(node.output(), coded));
    }

    void gemm(Node node, Gemm gemm, Target target) {
        if (gemm.alpha() != 1 || gemm.beta() != 1 || gemm.transposeA()) {
            throw new IllegalArgumentException("factors or a transposed operand, needed none");
        }
        boolean coded = layers.isCoded(node, target, gemm.transposeB() ? 0 : 1);
        int x = sheet.use(node.input(0), coded);
        layers.product(node, gemm.transposeB() ? List.of(0, 1) : List.of(1, 0), coded, x, target,
                sheet.target(target.name(), coded));
    }

    /// Whether a product is one with a constant matrix.
    boolean isLayer(Node node) {
        return sheet.isConstant(node.input(1)) && sheet.rank(node.input(1)) == 2;
    }

    void matMul(Node node, Target target) {
        String y = target.name();
        if (isLayer(node)) {
            boolean coded = layers.isCoded(node, target, 1);
            int x = isImage(node.input(0))
                    ? turned(node.input(0), sheet.use(node.input(0), coded), coded, ChannelsLast.TO_GRAPH,
                            sheet.shape(node.input(0)))
                    : sheet.use(node.input(0), coded);
            int to = unordered(y, coded);
            layers.product(node, List.of(1, 0), coded, x, target, to);
            putBack(y, to, coded);
            return;
        }
        boolean coded = sheet.areCoded(node.input(0), node.input(1), y);
        int[] from = {operand(node.input(0), coded), operand(node.input(1), coded)};
        int to = unordered(y, coded);
        sheet.file().operator(BuiltinOperator.BATCH_MATMUL, coded ? 2 : 1, BuiltinOptions.BatchMatMulOptions,
                BatchMatMulOptions.createBatchMatMulOptions(sheet.file().flat(), false, false, false), from, to);
        putBack(y, to, coded);
    }

    private int operand(String x, boolean coded) {
        int from = sheet.use(x, coded);
        return isImage(x) ? turned(x, from, coded, ChannelsLast.TO_GRAPH, sheet.shape(x)) : from;
    }

    void mean(Node node, ReduceMean mean) {
        reduce(node, BuiltinOperator.MEAN, mean.keepAxes(), sheet.areCoded(node.input(0), node.output()));
    }

    void max(Node node, ReduceMax max) {
        reduce(node, BuiltinOperator.REDUCE_MAX, max.keepAxes(), sheet.shareCodes(node.input(0), node.output()));
    }

    void reduce(Node node, Reduce reduce) {
        reduce(node, switch (reduce.kind()) {
            case SUM -> BuiltinOperator.SUM;
            case MIN -> BuiltinOperator.REDUCE_MIN;
            case PROD -> BuiltinOperator.REDUCE_PROD;
            default -> throw new IllegalArgumentException(
                    "a reduction that TensorFlow Lite does not have, needed a sum, product or smallest");
        }, reduce.keepAxes(), false);
    }

    private void reduce(Node node, int code, boolean keepsAxes, boolean coded) {
        int rank = sheet.rank(node.input(0));
        int[] axes = node.input(1).isEmpty()
                ? IntStream.range(0, rank).toArray()
                : Arrays.stream(sheet.value(node.input(1)).longs())
                        .mapToInt(sheet.shape(node.input(0))::axis).sorted().toArray();
        boolean staysOrdered = rank != 4 || keepsAxes || Arrays.stream(axes).anyMatch(axis -> axis == 1)
                || Arrays.equals(axes, new int[] {2, 3});
        int x = staysOrdered ? sheet.use(node.input(0), coded)
                : turned(node.input(0), sheet.use(node.input(0), coded), coded, ChannelsLast.TO_GRAPH,
                        sheet.shape(node.input(0)));
        int by = sheet.numbers(node.output() + "/axes", Shape.of(axes.length), Arrays.stream(axes)
                .map(axis -> staysOrdered ? ChannelsLast.stored(axis, rank) : axis).sorted().toArray());
        sheet.file().operator(code, coded ? 2 : 1, BuiltinOptions.ReducerOptions,
                ReducerOptions.createReducerOptions(sheet.file().flat(), keepsAxes), new int[] {x, by},
                sheet.target(node.output(), coded));
    }

    void slice(Node node) {
        Shape shape = sheet.shape(node.input(0));
        int rank = shape.rank();
        long[] starts = sheet.value(node.input(1)).longs();
        long[] ends = sheet.value(node.input(2)).longs();
        long[] axes = node.input(3).isEmpty() ? IntStream.range(0, starts.length).asLongStream().toArray()
                : sheet.value(node.input(3)).longs();
        int[] from = new int[rank];
        int[] to = new int[rank];
        int[] steps = new int[rank];
        Arrays.fill(steps, 1);
        int whole = (1 << rank) - 1;
        int toEnd = whole;
        for (int i = 0; i < axes.length; i++) {
            int axis = shape.axis(axes[i]);
            int place = ChannelsLast.stored(axis, rank);
            long step = node.input(4).isEmpty() ? 1 : sheet.value(node.input(4)).longAt(i);
            long size = shape.size(axis);
            long first = starts[i] < 0 ? starts[i] + size : starts[i];
            long last = ends[i] < 0 ? ends[i] + size : ends[i];
            from[place] = (int) Math.clamp(first, 0, step < 0 ? size - 1 : size);
            to[place] = (int) Math.clamp(last, step < 0 ? -1 : 0, size);
            steps[place] = Math.toIntExact(step);
            whole &= ~(1 << place);
            toEnd &= to[place] < 0 ? toEnd : ~(1 << place);
        }
        boolean coded = sheet.shareCodes(node.input(0), node.output());
        int x = sheet.use(node.input(0), coded);
        Shape vector = Shape.of(rank);
        int[] operands = {x, sheet.numbers(node.output() + "/from", vector, from),
            sheet.numbers(node.output() + "/to", vector, to),
            sheet.numbers(node.output() + "/steps", vector, steps)};
        sheet.file().operator(BuiltinOperator.STRIDED_SLICE, coded ? 2 : 1, BuiltinOptions.StridedSliceOptions,
                StridedSliceOptions.createStridedSliceOptions(sheet.file().flat(), whole, toEnd, 0, 0, 0, false),
                operands, sheet.target(node.output(), coded));
    }

    void pad(Node node, Pad pad) {
        int rank = sheet.rank(node.input(0));
        long[] given = sheet.value(node.input(1)).longs();
        long[] axes = node.input(3).isEmpty() ? IntStream.range(0, rank).asLongStream().toArray()
                : sheet.value(node.input(3)).longs();
        int[] pads = new int[2 * rank];
        for (int i = 0; i < axes.length; i++) {
            int place = ChannelsLast.stored(sheet.shape(node.input(0)).axis(axes[i]), rank);
            pads[2 * place] = Math.toIntExact(given[i]);
            pads[2 * place + 1] = Math.toIntExact(given[axes.length + i]);
        }
        if (Arrays.stream(pads).anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException("pads that take positions away, needed none below 0");
        }
        boolean coded = sheet.shareCodes(node.input(0), node.output());
        float value = node.input(2).isEmpty() ? 0 : (float) sheet.value(node.input(2)).doubleAt(0);
        if (pad.mode() == Pad.Mode.REFLECT) {
            pad(node, coded, pads, BuiltinOperator.MIRROR_PAD, BuiltinOptions.MirrorPadOptions,
                    MirrorPadOptions.createMirrorPadOptions(sheet.file().flat(), (byte) 0));
        } else if (pad.mode() == Pad.Mode.CONSTANT && value == 0) {
            PadOptions.startPadOptions(sheet.file().flat());
            pad(node, coded, pads, BuiltinOperator.PAD, BuiltinOptions.PadOptions,
                    PadOptions.endPadOptions(sheet.file().flat()));
        } else if (pad.mode() == Pad.Mode.CONSTANT) {
            PadV2Options.startPadV2Options(sheet.file().flat());
            pad(node, false, pads, BuiltinOperator.PADV2, BuiltinOptions.PadV2Options,
                    PadV2Options.endPadV2Options(sheet.file().flat()),
                    sheet.constant(node.output() + "/value", Tensor.of(Shape.of(1), value)));
        } else {
            throw new IllegalArgumentException("mode " + pad.mode() + ", needed one value or the reflection");
        }
    }

    private void pad(Node node, boolean coded, int[] pads, int code, byte kind, int options, int... more) {
        int x = sheet.use(node.input(0), coded);
        int by = sheet.numbers(node.output() + "/pads", Shape.of(pads.length / 2, 2), pads);
        int[] from = IntStream.concat(IntStream.of(x, by), IntStream.of(more)).toArray();
        sheet.file().operator(code, coded ? 2 : 1, kind, options, from, sheet.target(node.output(), coded));
    }

    void resize(Node node, Resize resize) {
        Shape x = sheet.shape(node.input(0));
        Shape y = sheet.shape(node.output());
        boolean isLinear = resize.mode() == Resize.Mode.LINEAR;
        boolean isNearest = resize.mode() == Resize.Mode.NEAREST;
        boolean aligned = resize.coordinates() == Resize.Coordinates.ALIGN_CORNERS;
        boolean centers = resize.coordinates() == Resize.Coordinates.HALF_PIXEL;
        boolean known = aligned || centers || resize.coordinates() == Resize.Coordinates.ASYMMETRIC;
        boolean rounds = isLinear || resize.rounding() == (aligned || centers
                ? Resize.Rounding.ROUND_PREFER_CEIL
                : Resize.Rounding.FLOOR);
        if (x.rank() != 4 || x.size(0) != y.size(0) || x.size(1) != y.size(1) || !isLinear && !isNearest || !known
                || !rounds || resize.antialias() || !isWhole(node, x, y)) {
            throw new IllegalArgumentException("a form of resizing that TensorFlow Lite does not have");
        }
        boolean coded = sheet.shareCodes(node.input(0), node.output());
        int from = sheet.use(node.input(0), coded);
        int sizes = sheet.numbers(node.output() + "/sizes", Shape.of(2), y.size(2), y.size(3));
        int options = isLinear
                ? ResizeBilinearOptions.createResizeBilinearOptions(sheet.file().flat(), aligned, centers)
                : ResizeNearestNeighborOptions.createResizeNearestNeighborOptions(sheet.file().flat(), aligned,
                        centers);
        sheet.file().operator(isLinear ? BuiltinOperator.RESIZE_BILINEAR : BuiltinOperator.RESIZE_NEAREST_NEIGHBOR,
                centers ? 3 : coded ? 2 : 1,
                isLinear ? BuiltinOptions.ResizeBilinearOptions : BuiltinOptions.ResizeNearestNeighborOptions, options,
                new int[] {from, sizes}, sheet.target(node.output(), coded));
    }

    /// Whether scales, where they are given, are those that follow from the sizes.
    private boolean isWhole(Node node, Shape x, Shape y) {
        if (node.input(2).isEmpty()) {
            return true;
        }
        Tensor scales = sheet.value(node.input(2));
        return IntStream.of(2, 3).allMatch(axis -> (float) y.size(axis) / x.size(axis) == scales
                .doubleAt(axis - 4 + scales.size()));
    }

    private static int[] array(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
