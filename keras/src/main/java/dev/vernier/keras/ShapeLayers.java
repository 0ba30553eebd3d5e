package dev.vernier.keras;

import dev.vernier.graph.op.Flatten;
import dev.vernier.graph.op.Pad;
import dev.vernier.graph.op.Slice;
import dev.vernier.tensor.ChannelsLast;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Layers that move elements, add some around them or leave some out.
final class ShapeLayers {
    private ShapeLayers() {}

    /// A layer of these; empty where it is another one.
    static Optional<String> read(LayerCall call) {
        return Optional.ofNullable(switch (call.layer().kind()) {
            case "Flatten" -> flat(call);
            case "Reshape" -> reshaped(call);
            case "Permute" -> permuted(call);
            case "ZeroPadding1D" -> padded(call, 1);
            case "ZeroPadding2D" -> padded(call, 2);
            case "Cropping1D" -> cropped(call, edges(call, "cropping", 1));
            case "Cropping2D" -> cropped(call, edges(call, "cropping", 2));
            case "CenterCrop" -> centred(call);
            default -> null;
        });
    }

    private static String flat(LayerCall call) {
        call.requireChannelsLast();
        return call.graph().add(call.path(), new Flatten(1), inStoredOrder(call, call.x()));
    }

    /// The elements of an image in the order in which Keras has them, so that the numbers of layers behind fit.
    private static String inStoredOrder(LayerCall call, String x) {
        return call.graph().rank(x) == 4
                ? call.graph().ordered(call.inner("channels_last"), x, ChannelsLast.TO_STORED)
                : x;
    }

    private static String reshaped(LayerCall call) {
        GraphParts graph = call.graph();
        String x = call.x();
        Shape from = call.stored(x);
        List<Integer> target = call.settings().integers("target_shape");
        long known = target.stream().filter(size -> size != -1).mapToLong(Integer::longValue).reduce(1,
                Math::multiplyExact);
        long elements = from.count(1, from.rank());
        long open = target.stream().filter(size -> size == -1).count();
        if (target.isEmpty() || target.stream().anyMatch(size -> size < -1 || size == 0) || open > 1
                || (open == 1 ? elements % known != 0 : elements != known)) {
            throw call.settings().unfit("target_shape", "the " + elements + " elements of " + from);
        }
        long[] sizes = target.stream().mapToLong(size -> size == -1 ? elements / known : size).toArray();
        String ordered = inStoredOrder(call, x);
        if (sizes.length != 3) {
            return graph.reshaped(call.path(), ordered, sizes);
        }
        if (sizes[2] == 1 || sizes[0] * sizes[1] == 1) {
            return graph.reshaped(call.path(), ordered, sizes[2], sizes[0], sizes[1]);
        }
        return graph.transposed(call.path(), graph.reshaped(call.inner("reshaped"), ordered, sizes),
                ChannelsLast.TO_GRAPH);
    }

    private static String permuted(LayerCall call) {
        String x = call.x();
        int rank = call.graph().rank(x);
        List<Integer> dims = call.settings().integers("dims");
        if (!dims.stream().sorted().toList().equals(IntStream.range(1, rank).boxed().toList())) {
            throw call.settings().unfit("dims", "each axis from 1 to " + (rank - 1) + " once");
        }
        List<Integer> order = IntStream.range(0, rank).map(axis -> {
            int stored = ChannelsLast.stored(axis, rank);
            return ChannelsLast.inGraph(stored == 0 ? 0 : dims.get(stored - 1), rank);
        }).boxed().toList();
        return call.graph().transposed(call.path(), x, order);
    }

    /// What is added or left out before and behind each spatial axis: `[[top, bottom], [left, right]]`, or fewer numbers for
    /// equal ones.
    private static List<List<Integer>> edges(LayerCall call, String key, int spatial) {
        Settings settings = call.settings();
        call.requireChannelsLast();
        call.requireRank(call.x(), spatial + 2);
        List<Float> given = settings.numbers(key);
        List<Integer> all = given.stream().map(Float::intValue).toList();
        boolean isFit = all.size() == 1 || all.size() == 2 || all.size() == 2 * spatial;
        if (!isFit || all.stream().anyMatch(size -> size < 0 || size > 1 << 16)) {
            throw settings.unfit(key, "sizes of both edges of " + spatial + " axes");
        }
        List<List<Integer>> edges = new ArrayList<>();
        for (int axis = 0; axis < spatial; axis++) {
            edges.add(all.size() == 1 ? List.of(all.getFirst(), all.getFirst())
                    : all.size() == 2 * spatial ? all.subList(2 * axis, 2 * axis + 2)
                            : List.of(all.get(axis), all.get(axis)));
        }
        return edges;
    }

    private static String padded(LayerCall call, int spatial) {
        List<List<Integer>> edges = edges(call, "padding", spatial);
        int rank = spatial + 2;
        long[] pads = new long[2 * rank];
        for (int axis = 0; axis < spatial; axis++) {
            int place = ChannelsLast.inGraph(axis + 1, rank);
            pads[place] = edges.get(axis).getFirst();
            pads[rank + place] = edges.get(axis).getLast();
        }
        return call.graph().add(call.path(), new Pad(Pad.Mode.CONSTANT), call.x(),
                call.graph().constant(call.inner("padding"), Tensor.vector(pads)));
    }

    private static String cropped(LayerCall call, List<List<Integer>> edges) {
        GraphParts graph = call.graph();
        String x = call.x();
        int rank = graph.rank(x);
        long[] starts = new long[edges.size()];
        long[] ends = new long[edges.size()];
        long[] axes = new long[edges.size()];
        for (int axis = 0; axis < edges.size(); axis++) {
            int place = ChannelsLast.inGraph(axis + 1, rank);
            axes[axis] = place;
            starts[axis] = edges.get(axis).getFirst();
            ends[axis] = graph.shape(x).size(place) - edges.get(axis).getLast();
            if (starts[axis] >= ends[axis]) {
                throw call.settings().unfit("cropping", "something of " + call.stored(x) + " left");
            }
        }
        return graph.add(call.path(), new Slice(), x, graph.constant(call.inner("starts"), Tensor.vector(starts)),
                graph.constant(call.inner("ends"), Tensor.vector(ends)),
                graph.constant(call.inner("axes"), Tensor.vector(axes)));
    }

    private static String centred(LayerCall call) {
        call.requireChannelsLast();
        call.requireRank(call.x(), 4);
        List<List<Integer>> edges = new ArrayList<>();
        for (int axis = 0; axis < 2; axis++) {
            String key = axis == 0 ? "height" : "width";
            int beyond = call.stored(call.x()).size(axis + 1) - call.settings().integer(key);
            if (beyond < 0) {
                throw call.settings().unfit(key, "at most " + call.stored(call.x()).size(axis + 1));
            }
            edges.add(List.of(beyond / 2, beyond - beyond / 2));
        }
        return cropped(call, edges);
    }
}
