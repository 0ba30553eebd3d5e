package dev.vernier.graph.op;

import java.util.Collections;
import java.util.List;

/// The window that a convolution or pooling slides over the spatial axes (all axes behind batch and channel).
///
/// @param kernel the window's size along each spatial axis, at least 1
/// @param strides the step between output positions, at least 1
/// @param dilations the step between neighbouring taps of the window, at least 1
/// @param padding how far the window may reach beyond the input
public record Window(List<Integer> kernel, List<Integer> strides, List<Integer> dilations, Padding padding) {
    public Window {
        kernel = List.copyOf(kernel);
        strides = List.copyOf(strides);
        dilations = List.copyOf(dilations);
        requireSizes("kernel", kernel, kernel.size());
        requireSizes("strides", strides, kernel.size());
        requireSizes("dilations", dilations, kernel.size());
        if (padding instanceof Padding.Explicit(List<Integer> before, List<Integer> after)
                && before.size() != kernel.size()) {
            throw new IllegalArgumentException("padding " + before + ", " + after + " with kernel " + kernel
                    + ", needed one size per axis of the kernel");
        }
    }

    private static void requireSizes(String what, List<Integer> sizes, int rank) {
        if (sizes.size() != rank || sizes.stream().anyMatch(size -> size < 1)) {
            throw new IllegalArgumentException(what + " = " + sizes + ", needed " + rank + " sizes of at least 1");
        }
    }

    /// A window of stride 1 without dilation and padding.
    public static Window of(List<Integer> kernel) {
        List<Integer> ones = Collections.nCopies(kernel.size(), 1);
        return new Window(kernel, ones, ones, Padding.none(kernel.size()));
    }

    public int spatialRank() {
        return kernel.size();
    }

    /// The extent of the dilated kernel along a spatial axis.
    public int extent(int axis) {
        return (kernel.get(axis) - 1) * dilations.get(axis) + 1;
    }

    /// The padding before the first position of a spatial axis with `input` positions.
    public int before(int axis, int input) {
        return switch (padding) {
            case Padding.Explicit(List<Integer> before, List<Integer> after) -> before.get(axis);
            case Padding.Same(boolean upper) -> upper ? total(axis, input) / 2 : (total(axis, input) + 1) / 2;
        };
    }

    /// The padding after the last position of a spatial axis with `input` positions.
    public int after(int axis, int input) {
        return switch (padding) {
            case Padding.Explicit(List<Integer> before, List<Integer> after) -> after.get(axis);
            case Padding.Same same -> total(axis, input) - before(axis, input);
        };
    }

    private int total(int axis, int input) {
        int stride = strides.get(axis);
        return Math.max(0, ((input + stride - 1) / stride - 1) * stride + extent(axis) - input);
    }

    /// The number of output positions along a spatial axis with `input` positions (ONNX, Conv and pooling).
    ///
    /// @param ceil whether a last window that is only partly inside counts; it must start inside the input or the
    ///     padding before it
    /// @throws IllegalArgumentException where the window is larger than the padded input
    public int outputs(int axis, int input, boolean ceil) {
        int stride = strides.get(axis);
        int before = before(axis, input);
        int room = input + before + after(axis, input) - extent(axis);
        if (room < 0) {
            throw new IllegalArgumentException("window of extent " + extent(axis) + " on " + input
                    + " positions with padding " + before + " and " + after(axis, input)
                    + ", needed a window that fits");
        }
        int outputs = (ceil ? (room + stride - 1) / stride : room / stride) + 1;
        return ceil && (outputs - 1) * stride >= input + before ? outputs - 1 : outputs;
    }
}
