package dev.vernier.onnx;

import dev.vernier.graph.Node;
import dev.vernier.graph.op.Slice;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A Split on its way in, as a slice for each of its outputs.
final class Split {
    private final NodeReader node;

    Split(NodeReader node) {
        this.node = node;
    }

    /// Adds the slices to the graph.
    ///
    /// @param outputs of the node; "" for one that nobody reads
    /// @throws IllegalArgumentException where the sizes of the parts are not known, or not those of so many outputs
    void read(List<String> outputs) {
        int axis = node.attributes().integer("axis", 0);
        int asked = node.attributes().integer("num_outputs", outputs.size());
        if (asked != outputs.size()) {
            throw new IllegalArgumentException("num_outputs = " + asked + ", needed " + outputs.size());
        }
        long[] sizes = (node.opset() < 13 ? node.attributes().vector("split") : input())
                .map(Tensor::longs).orElseGet(() -> equalParts(axis, outputs.size()));
        if (sizes.length != outputs.size() || Arrays.stream(sizes).anyMatch(size -> size < 0)) {
            throw new IllegalArgumentException("split = " + Arrays.toString(sizes) + ", needed a size for each of "
                    + outputs.size() + " outputs");
        }
        long from = 0;
        for (int i = 0; i < sizes.length; i++) {
            if (!outputs.get(i).isEmpty()) {
                slice(outputs.get(i), axis, from, from + sizes[i]);
            }
            from += sizes[i];
        }
    }

    private void slice(String part, int axis, long from, long to) {
        PartialGraph graph = node.graph();
        String starts = graph.addNew(part + "/starts", Tensor.vector(from));
        String ends = graph.addNew(part + "/ends", Tensor.vector(to));
        String axes = graph.addNew(part + "/axes", Tensor.vector(axis));
        graph.add(Node.of(part, new Slice(), node.input(0), starts, ends, axes));
    }

    private Optional<Tensor> input() {
        return Optional.of(node.input(1)).filter(name -> !name.isEmpty()).map(name -> node.graph().constant(name)
                .orElseThrow(() -> new IllegalArgumentException("split '" + name + "' is not constant")));
    }

    /// As large as each other, but for the last one where it does not come out even.
    private long[] equalParts(int axis, int parts) {
        Shape shape = node.shape(node.input(0));
        int size = shape.size(shape.axis(axis));
        long[] sizes = new long[parts];
        Arrays.fill(sizes, Math.ceilDiv(size, parts));
        sizes[parts - 1] = size - Math.multiplyExact(Math.ceilDiv(size, parts), parts - 1);
        return sizes;
    }
}
