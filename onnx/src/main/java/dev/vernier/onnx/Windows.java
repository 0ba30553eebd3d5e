package dev.vernier.onnx;

import dev.vernier.graph.op.Padding;
import dev.vernier.graph.op.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The window of convolutions and pooling, in ONNX's attributes.
final class Windows {
    private Windows() {}

    /// @param kernel the kernel's sizes
    static Window read(NodeAttributes attributes, List<Integer> kernel) {
        int rank = kernel.size();
        List<Integer> ones = Collections.nCopies(rank, 1);
        List<Integer> strides = attributes.integers("strides").orElse(ones);
        List<Integer> dilations = attributes.integers("dilations").orElse(ones);
        List<Integer> pads = attributes.integers("pads").orElse(Collections.nCopies(2 * rank, 0));
        String auto = attributes.word("auto_pad", "NOTSET");
        return new Window(kernel, strides, dilations, switch (auto) {
            case "NOTSET" -> explicit(pads, rank);
            case "VALID" -> Padding.none(rank);
            case "SAME_UPPER" -> new Padding.Same(true);
            case "SAME_LOWER" -> new Padding.Same(false);
            default -> throw new IllegalArgumentException(
                    "auto_pad = " + auto + ", known: NOTSET, SAME_UPPER, SAME_LOWER, VALID");
        });
    }

    private static Padding explicit(List<Integer> pads, int rank) {
        if (pads.size() != 2 * rank) {
            throw new IllegalArgumentException("pads = " + pads + ", needed " + 2 * rank + " for " + rank + " axes");
        }
        return new Padding.Explicit(pads.subList(0, rank), pads.subList(rank, 2 * rank));
    }

    static void write(Window window, NodeWriter node) {
        int rank = window.spatialRank();
        List<Integer> ones = Collections.nCopies(rank, 1);
        node.with("kernel_shape", window.kernel());
        node.withUnless(ones, "strides", window.strides());
        node.withUnless(ones, "dilations", window.dilations());
        switch (window.padding()) {
            case Padding.Same(boolean upper) -> node.with("auto_pad", upper ? "SAME_UPPER" : "SAME_LOWER");
            case Padding.Explicit(List<Integer> before, List<Integer> after) -> {
                List<Integer> pads = new ArrayList<>(before);
                pads.addAll(after);
                node.withUnless(Collections.nCopies(2 * rank, 0), "pads", pads);
            }
        }
    }
}
