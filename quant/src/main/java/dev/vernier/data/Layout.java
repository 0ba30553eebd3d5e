package dev.vernier.data;

import dev.vernier.tensor.Shape;
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

    /// The axis of the channels of one image, without the batch axis.
    public int channelAxis() {
        return this == NCHW ? 0 : 2;
    }

    /// The shape that an image in this layout has in another one.
    ///
    /// @param image of rank 3, without the batch axis
    public Shape turned(Shape image, Layout to) {
        if (this == to) {
            return image;
        }
        return this == NCHW
                ? Shape.of(image.size(1), image.size(2), image.size(0))
                : Shape.of(image.size(2), image.size(0), image.size(1));
    }

    /// `nchw` or `nhwc`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
