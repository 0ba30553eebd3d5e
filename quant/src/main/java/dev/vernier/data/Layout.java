package dev.vernier.data;

import java.util.Locale;

/// The order of the axes of a batch of images.
public enum Layout {
    /// `[n, c, h, w]`, as PyTorch and ONNX have it.
    NCHW,
    /// `[n, h, w, c]`, as TensorFlow has it.
    NHWC;

    /// @throws IllegalArgumentException where no layout is called so
    public static Layout parse(String word) {
        return switch (word) {
            case "nchw" -> NCHW;
            case "nhwc" -> NHWC;
            default -> throw new IllegalArgumentException("layout = " + word + ", known: nchw, nhwc");
        };
    }

    /// `nchw` or `nhwc`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
