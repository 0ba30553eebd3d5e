package dev.vernier.graph.op;

import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/// The window that a convolution or pooling slides over the spatial axes (all axes behind batch and channel).
///
/// In the text form: `kernel = [3, 3], stride = [2, 2], dilation = [2, 2], padding = [1, 1]`; stride and dilation are
/// left out where all are 1, padding where there is none. Padding that differs before and after names all amounts
/// before, then all after: `padding = [0, 1, 0, 1]` for two axes; `padding = same_upper` and `padding = same_lower` are
/// [Padding.Same].
///
/// @param kernel the window's size along each spatial axis, at least 1
/// @param strides the step between output positions, at least 1
/// @param dilations the step between neighbouring taps of the window, at least 1
/// @param padding how far the window may reach beyond the input
public record Window(List<Integer> kernel, List<Integer> strides, List<Integer> dilations, Padding padding) {
    /// No size is larger, so that the arithmetic on sizes stays exact.
    private static final int LARGEST = 1 << 20;

    public Window {
        kernel = List.copyOf(kernel);
        strides = List.copyOf(strides);
        dilations = List.copyOf(dilations);
        requireSizes("kernel", kernel, kernel.size());
        requireSizes("stride", strides, kernel.size());
        requireSizes("dilation", dilations, kernel.size());
        for (int axis = 0; axis < kernel.size(); axis++) {
            if ((kernel.get(axis) - 1L) * dilations.get(axis) >= LARGEST) {
                throw new IllegalArgumentException("kernel " + kernel + " with dilation " + dilations
                        + ", needed an extent of at most " + LARGEST);
            }
        }
        if (padding instanceof Padding.Explicit(List<Integer> before, List<Integer> after)
                && Stream.concat(before.stream(), after.stream()).anyMatch(amount -> amount > LARGEST)) {
            throw new IllegalArgumentException(
                    "padding " + before + ", " + after + ", needed at most " + LARGEST);
        }
        if (padding instanceof Padding.Explicit(List<Integer> before, List<Integer> after)
                && before.size() != kernel.size()) {
            throw new IllegalArgumentException("padding " + before + ", " + after + " with kernel " + kernel
                    + ", needed one size per axis of the kernel");
        }
    }

    private static void requireSizes(String what, List<Integer> sizes, int rank) {
        if (sizes.isEmpty() || sizes.size() != rank || sizes.stream().anyMatch(size -> size < 1 || size > LARGEST)) {
            throw new IllegalArgumentException(
                    what + " = " + sizes + ", needed " + Math.max(1, rank) + " sizes of 1 to " + LARGEST);
        }
    }

    /// The names of a window's attributes, and those of others.
    static String[] names(String... others) {
        return Stream.concat(Stream.of("kernel", "stride", "dilation", "padding"), Stream.of(others))
                .toArray(String[]::new);
    }

    /// The window of these attributes, which may hold others as well.
    static Window from(Attributes attributes) {
        List<Integer> kernel = attributes.needs("kernel").integers("kernel", List.of());
        List<Integer> ones = Collections.nCopies(kernel.size(), 1);
        return new Window(
                kernel,
                attributes.integers("stride", ones),
                attributes.integers("dilation", ones),
                padding(attributes, kernel.size()));
    }

    private static Padding padding(Attributes attributes, int rank) {
        Object value = attributes.asMap().get("padding");
        if (value instanceof String word) {
            return switch (word) {
                case "same_upper" -> new Padding.Same(true);
                case "same_lower" -> new Padding.Same(false);
                default -> throw new IllegalArgumentException(
                        "padding = " + word + ", needed sizes, same_upper or same_lower");
            };
        }
        List<Integer> amounts = attributes.integers("padding", Collections.nCopies(rank, 0));
        return amounts.size() == 2 * rank
                ? new Padding.Explicit(amounts.subList(0, rank), amounts.subList(rank, 2 * rank))
                : new Padding.Explicit(amounts, amounts);
    }

    /// What differs from a window of stride 1 without dilation and padding, after the kernel.
    Attributes attributes() {
        List<Integer> ones = Collections.nCopies(kernel.size(), 1);
        Attributes attributes = Attributes.NONE.with("kernel", kernel);
        attributes = strides.equals(ones) ? attributes : attributes.with("stride", strides);
        attributes = dilations.equals(ones) ? attributes : attributes.with("dilation", dilations);
        return switch (padding) {
            case Padding.Same(boolean upper) -> attributes.with("padding", upper ? "same_upper" : "same_lower");
            case Padding.Explicit explicit when explicit.equals(Padding.none(kernel.size())) -> attributes;
            case Padding.Explicit(List<Integer> before, List<Integer> after) -> attributes.with(
                    "padding",
                    before.equals(after) ? before : Stream.concat(before.stream(), after.stream()).toList());
        };
    }

    /// This window, after checking that it cannot lie on the padding alone.
    ///
    /// @throws IllegalArgumentException where the padding is as large as the kernel or larger
    Window forPooling() {
        if (padding instanceof Padding.Explicit(List<Integer> before, List<Integer> after)) {
            for (int axis = 0; axis < kernel.size(); axis++) {
                if (Math.max(before.get(axis), after.get(axis)) >= extent(axis)) {
                    throw new IllegalArgumentException("padding before " + before + " and after " + after
                            + ", needed less than the kernel " + kernel);
                }
            }
        }
        return this;
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
