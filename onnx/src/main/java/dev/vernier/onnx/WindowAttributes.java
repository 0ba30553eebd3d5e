package dev.vernier.onnx;

import dev.vernier.graph.op.ConvTranspose;
import dev.vernier.graph.op.Padding;
import dev.vernier.graph.op.Window;
import dev.vernier.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The window of convolutions and pooling, in ONNX's attributes.
final class WindowAttributes {
    private WindowAttributes() {}

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

    /// A transposed convolution by the size of its output, `stride * positions` where none is given: the padding follows
    /// (ONNX ConvTranspose, `output_shape` and `auto_pad`). Positions that no window reaches come last.
    ///
    /// @param added `output_padding`
    /// @param sizes `output_shape`, the spatial axes alone
    /// @param input the input's shape, asked for where sizes are given
    static ConvTranspose transposed(Window window, int groups, List<Integer> added, Optional<List<Integer>> sizes,
            Supplier<Shape> input) {
        int rank = window.spatialRank();
        Optional<Shape> x = sizes.map(given -> input.get());
        if (x.filter(shape -> shape.rank() != rank + 2).isPresent()) {
            throw new IllegalArgumentException("input " + x.get() + ", needed rank " + (rank + 2));
        }
        if (added.size() != rank || sizes.filter(given -> given.size() != rank).isPresent()) {
            throw new IllegalArgumentException("output_padding = " + added
                    + sizes.map(given -> ", output_shape = " + given).orElse("") + ", needed " + rank + " sizes");
        }
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        List<Integer> behind = new ArrayList<>();
        for (int axis = 0; axis < rank; axis++) {
            long stride = window.strides().get(axis);
            long surplus = window.extent(axis) + (long) added.get(axis) - stride;
            if (sizes.isPresent()) {
                surplus += stride * x.orElseThrow().size(axis + 2) - sizes.get().get(axis);
            }
            int total = Math.clamp(surplus, 0, Integer.MAX_VALUE);
            int first = window.padding() instanceof Padding.Same(boolean upper) && upper
                    ? total / 2
                    : total - total / 2;
            before.add(first);
            after.add(total - first);
            behind.add((int) Math.min(added.get(axis) - Math.min(surplus, 0), Integer.MAX_VALUE));
        }
        Padding padding = new Padding.Explicit(before, after);
        return new ConvTranspose(
                new Window(window.kernel(), window.strides(), window.dilations(), padding), groups, behind);
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
