package dev.vernier.tflite;

import dev.vernier.graph.op.Concat;
import dev.vernier.graph.op.Expand;
import dev.vernier.graph.op.Gather;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.Pad;
import dev.vernier.graph.op.Reshape;
import dev.vernier.graph.op.Resize;
import dev.vernier.graph.op.Tile;
import dev.vernier.graph.op.Transpose;
import dev.vernier.tensor.ChannelsLast;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.BuiltinOptions;
import org.tensorflow.lite.schema.ConcatenationOptions;
import org.tensorflow.lite.schema.DepthToSpaceOptions;
import org.tensorflow.lite.schema.GatherOptions;
import org.tensorflow.lite.schema.MirrorPadOptions;
import org.tensorflow.lite.schema.PackOptions;
import org.tensorflow.lite.schema.ReshapeOptions;
import org.tensorflow.lite.schema.ResizeBilinearOptions;
import org.tensorflow.lite.schema.ResizeNearestNeighborOptions;
import org.tensorflow.lite.schema.SpaceToDepthOptions;

/// Operators that move, join and select elements. What depends on the order of all axes is done in the file's layout.
final class MovementReader {
    private final Draft draft;

    MovementReader(Draft draft) {
        this.draft = draft;
    }

    /// A tensor whose elements stand in the file's order, whatever its axes.
    String inOrder(int x) {
        Shape shape = draft.tensor(x).shape();
        boolean same = shape.rank() != ChannelsLast.TO_STORED.size() || shape.size(3) == 1
                || shape.size(1) == 1 && shape.size(2) == 1;
        return same ? draft.inGraph(x) : draft.stored(x);
    }

    /// A reshape to what the file asks for, or else to the shape that it says the output has.
    void reshape(StoredOperator node) {
        Shape from = draft.tensor(node.input(0)).shape();
        ReshapeOptions options = new ReshapeOptions();
        long[] sizes = null;
        if (node.has(1) && draft.isConstant(node.input(1))) {
            sizes = draft.numbers(node.input(1)).longs();
        } else if (!node.has(1) && node.option(BuiltinOptions.ReshapeOptions, options, any -> true, false)) {
            sizes = new long[Math.min(Byte.SIZE, options.newShapeLength())];
            Arrays.setAll(sizes, options::newShape);
        }
        reshape(node, sizes == null ? draft.tensor(node.output()).shape()
                : Sizes.asked(sizes, from.elementCount()));
    }

    /// Axes of size 1 taken away or added: the shape that the file says the output has.
    void reshapeAsDeclared(StoredOperator node) {
        reshape(node, draft.tensor(node.output()).shape());
    }

    private void reshape(StoredOperator node, Shape to) {
        int place = node.output();
        Shape from = draft.tensor(node.input(0)).shape();
        if (from.elementCount() != to.elementCount()) {
            throw new IllegalArgumentException(from + " as " + to + ", needed as many elements");
        }
        if (to.rank() != draft.tensor(place).rank()) {
            throw new IllegalArgumentException(
                    "an output " + draft.tensor(place).shape() + ", needed " + to + " as is asked for");
        }
        draft.makeStored(place, new Reshape(false), inOrder(node.input(0)),
                draft.constant(draft.wish(place) + "/shape", Sizes.target(from, to)));
    }

    void transpose(StoredOperator node) {
        long[] order = draft.numbers(node.input(1)).longs();
        int rank = draft.tensor(node.input(0)).rank();
        if (order.length != rank) {
            throw new IllegalArgumentException("order of " + order.length + " axes, needed " + rank);
        }
        int[] axes = Arrays.stream(order).mapToInt(axis -> Sizes.axis(axis, rank)).toArray();
        boolean isImage = rank == ChannelsLast.TO_GRAPH.size();
        draft.make(node.output(), new Transpose(IntStream.range(0, rank)
                .map(axis -> axes[isImage ? ChannelsLast.TO_GRAPH.get(axis) : axis])
                .map(axis -> ChannelsLast.inGraph(axis, rank))
                .boxed().toList()), draft.inGraph(node.input(0)));
    }

    void concatenate(StoredOperator node) {
        ConcatenationOptions options =
                node.options(BuiltinOptions.ConcatenationOptions, new ConcatenationOptions());
        int rank = draft.tensor(node.output()).rank();
        Fused.make(draft, node.output(), options.fusedActivationFunction(),
                new Concat(ChannelsLast.inGraph(Sizes.axis(options.axis(), rank), rank)),
                node.inputs().stream().map(draft::inGraph).toArray(String[]::new));
    }

    /// Tensors joined along an axis of their own.
    void pack(StoredOperator node) {
        PackOptions options = node.options(BuiltinOptions.PackOptions, new PackOptions());
        int place = node.output();
        int rank = draft.tensor(place).rank();
        int axis = Sizes.axis(options.axis(), rank);
        List<String> parts = new ArrayList<>();
        for (int input : node.inputs()) {
            Shape shape = draft.tensor(input).shape();
            List<Integer> sizes = new ArrayList<>(IntStream.of(shape.sizes()).boxed().toList());
            sizes.add(Math.min(axis, sizes.size()), 1);
            parts.add(draft.like(input, draft.wish(place) + "/part", new Reshape(false), draft.stored(input),
                    draft.constant(draft.wish(place) + "/shape", Sizes.target(shape,
                            Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray())))));
        }
        draft.makeStored(place, new Concat(axis), parts.toArray(String[]::new));
    }

    void pad(StoredOperator node) {
        List<String> from = new ArrayList<>(List.of(draft.inGraph(node.input(0)), pads(node)));
        if (node.code() == BuiltinOperator.PADV2) {
            from.add(draft.inGraph(node.input(2)));
        }
        draft.make(node.output(), new Pad(Pad.Mode.CONSTANT), from.toArray(String[]::new));
    }

    void mirrorPad(StoredOperator node) {
        byte mode = node.option(BuiltinOptions.MirrorPadOptions, new MirrorPadOptions(), MirrorPadOptions::mode,
                (byte) 0);
        if (mode != 0) {
            throw new IllegalArgumentException("mode SYMMETRIC, needed REFLECT");
        }
        draft.make(node.output(), new Pad(Pad.Mode.REFLECT), draft.inGraph(node.input(0)), pads(node));
    }

    /// `[axes, 2]` in the file's layout, as the numbers before and then those after each axis of the graph's.
    private String pads(StoredOperator node) {
        Tensor stored = draft.numbers(node.input(1));
        int rank = draft.tensor(node.input(0)).rank();
        if (stored.size() != 2 * rank) {
            throw new IllegalArgumentException("pads " + stored.shape() + ", needed two for each of " + rank + " axes");
        }
        long[] pads = new long[2 * rank];
        for (int axis = 0; axis < rank; axis++) {
            int to = ChannelsLast.inGraph(axis, rank);
            pads[to] = stored.longAt(2 * axis);
            pads[rank + to] = stored.longAt(2 * axis + 1);
        }
        return draft.constant(draft.wish(node.output()) + "/pads", Tensor.vector(pads));
    }

    void gather(StoredOperator node) {
        GatherOptions options = new GatherOptions();
        boolean given = node.option(BuiltinOptions.GatherOptions, options, any -> true, false);
        if (given && options.batchDims() != 0) {
            throw new IllegalArgumentException("batch_dims " + options.batchDims() + ", needed 0");
        }
        int axis = Sizes.axis(given ? options.axis() : 0, draft.tensor(node.input(0)).rank());
        draft.makeStored(node.output(), new Gather(axis), draft.stored(node.input(0)), draft.stored(node.input(1)));
    }

    void tile(StoredOperator node) {
        repeat(node, new Tile());
    }

    void broadcast(StoredOperator node) {
        repeat(node, new Expand());
    }

    private void repeat(StoredOperator node, Op op) {
        draft.makeStored(node.output(), op, draft.stored(node.input(0)),
                draft.constant(draft.wish(node.output()) + "/sizes",
                        Tensor.vector(draft.numbers(node.input(1)).longs())));
    }

    /// Channels `[b, b, c]` spread over b x b positions.
    void depthToSpace(StoredOperator node) {
        int b = node.options(BuiltinOptions.DepthToSpaceOptions, new DepthToSpaceOptions()).blockSize();
        int[] x = images(node).sizes();
        if (b < 1 || x[3] % (b * (long) b) != 0) {
            throw new IllegalArgumentException("blocks of " + b + " in " + x[3] + " channels, needed a square in them");
        }
        shuffle(node, Shape.of(x[0], x[1], x[2], b, b, x[3] / b / b),
                Shape.of(x[0], Math.multiplyExact(x[1], b), Math.multiplyExact(x[2], b), x[3] / b / b));
    }

    /// b x b positions as channels `[b, b, c]`.
    void spaceToDepth(StoredOperator node) {
        int b = node.options(BuiltinOptions.SpaceToDepthOptions, new SpaceToDepthOptions()).blockSize();
        int[] x = images(node).sizes();
        if (b < 1 || x[1] % b != 0 || x[2] % b != 0) {
            throw new IllegalArgumentException("blocks of " + b + " in " + x[1] + " x " + x[2] + ", needed a divisor");
        }
        shuffle(node, Shape.of(x[0], x[1] / b, b, x[2] / b, b, x[3]),
                Shape.of(x[0], x[1] / b, x[2] / b, Math.multiplyExact(x[3], b * b)));
    }

    private void shuffle(StoredOperator node, Shape parts, Shape to) {
        int place = node.output();
        Shape from = draft.tensor(node.input(0)).shape();
        String split = draft.like(place, draft.wish(place) + "/blocks", new Reshape(false),
                draft.stored(node.input(0)),
                draft.constant(draft.wish(place) + "/parts", Sizes.target(from, parts)));
        String turned =
                draft.like(place, draft.wish(place) + "/turned", new Transpose(List.of(0, 1, 3, 2, 4, 5)), split);
        draft.makeStored(place, new Reshape(false), turned,
                draft.constant(draft.wish(place) + "/shape", Sizes.target(parts, to)));
    }

    private Shape images(StoredOperator node) {
        Shape shape = draft.tensor(node.input(0)).shape();
        if (shape.rank() != ChannelsLast.TO_GRAPH.size()) {
            throw new IllegalArgumentException("an input " + shape + ", needed four axes");
        }
        return shape;
    }

    void resizeBilinear(StoredOperator node) {
        ResizeBilinearOptions options = new ResizeBilinearOptions();
        boolean given = node.option(BuiltinOptions.ResizeBilinearOptions, options, any -> true, false);
        resize(node, Resize.Mode.LINEAR, given && options.alignCorners(), given && options.halfPixelCenters(),
                Resize.Rounding.ROUND_PREFER_FLOOR);
    }

    void resizeNearest(StoredOperator node) {
        ResizeNearestNeighborOptions options = new ResizeNearestNeighborOptions();
        boolean given = node.option(BuiltinOptions.ResizeNearestNeighborOptions, options, any -> true, false);
        boolean aligned = given && options.alignCorners();
        boolean centers = given && options.halfPixelCenters();
        resize(node, Resize.Mode.NEAREST, aligned, centers,
                aligned || centers ? Resize.Rounding.ROUND_PREFER_CEIL : Resize.Rounding.FLOOR);
    }

    private void resize(StoredOperator node, Resize.Mode mode, boolean aligned, boolean centers,
            Resize.Rounding rounding) {
        images(node);
        Resize.Coordinates coordinates = aligned
                ? Resize.Coordinates.ALIGN_CORNERS
                : centers ? Resize.Coordinates.HALF_PIXEL : Resize.Coordinates.ASYMMETRIC;
        Resize op =
                new Resize(mode, coordinates, rounding, Resize.AspectRatio.STRETCH, List.of(2, 3), false, 0, -0.75f);
        draft.make(node.output(), op, draft.inGraph(node.input(0)), "", "",
                draft.constant(draft.wish(node.output()) + "/sizes",
                        Tensor.vector(draft.numbers(node.input(1)).longs())));
    }
}
