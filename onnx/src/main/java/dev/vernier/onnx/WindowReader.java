package dev.vernier.onnx;

import dev.vernier.graph.op.ConvTranspose;
import dev.vernier.graph.op.Padding;
import dev.vernier.graph.op.Window;
import dev.vernier.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Convolutions and pooling on their way in: their windows, which [WindowAttributes] reads, and what convolutions have
/// besides.
final class WindowReader {
    private final NodeReader node;
    private final NodeAttributes attributes;

    WindowReader(NodeReader node) {
        this.node = node;
        this.attributes = node.attributes();
    }

    Window pooling() {
        return WindowAttributes.read(attributes,
                attributes.integers("kernel_shape").orElseThrow(() -> NodeAttributes.absent("kernel_shape")));
    }

    /// @param weight the input whose shape `[_, _, kernel...]` gives the kernel where no attribute does
    Window convolution(int weight) {
        return WindowAttributes.read(attributes,
                attributes.integers("kernel_shape").orElseGet(() -> kernel(node.input(weight))));
    }

    private List<Integer> kernel(String weight) {
        Shape shape = node.graph().shape(weight)
                .filter(known -> known.rank() > 2)
                .orElseThrow(() -> new IllegalArgumentException(
                        "kernel_shape is absent and the shape of '" + weight + "' not known"));
        List<Integer> kernel = new ArrayList<>();
        for (int axis = 2; axis < shape.rank(); axis++) {
            kernel.add(shape.size(axis));
        }
        return kernel;
    }

    int groups() {
        return attributes.integer("group", 1);
    }

    ConvTranspose convTranspose() {
        Window window = convolution(1);
        List<Integer> added = attributes.integers("output_padding")
                .orElse(Collections.nCopies(window.spatialRank(), 0));
        Optional<List<Integer>> sizes = attributes.integers("output_shape");
        return sizes.isPresent() || window.padding() instanceof Padding.Same
                ? WindowAttributes.transposed(window, groups(), added, sizes, () -> node.shape(node.input(0)))
                : new ConvTranspose(window, groups(), added);
    }
}
