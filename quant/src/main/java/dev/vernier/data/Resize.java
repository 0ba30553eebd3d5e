package dev.vernier.data;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;

/// A change of an image's size, by bilinear interpolation with half-pixel centres that averages over all source pixels
/// when it shrinks. Equal in every bit to Pillow's `Image.resize(..., BILINEAR)` on 8-bit images, and so to torchvision's
/// `Resize` on Pillow images.
public sealed interface Resize {
    /// The size that an image of another size gets.
    ImageSize of(ImageSize image);

    /// Reads `256` (the shorter side; the other one keeps the proportion, rounded down) or `256x256` (height by width).
    ///
    /// @throws IllegalArgumentException where the text is neither
    static Resize parse(String text) {
        ImageSize size = ImageSize.parse(text);
        return text.indexOf('x') < 0 ? new ShorterSide(size.height()) : new Exactly(size);
    }

    /// Resizes a uint8 image `[c, h, w]`, columns first, then rows, each rounded to 8 bits.
    default Tensor apply(Tensor image) {
        Shape shape = image.shape();
        ImageSize from = new ImageSize(shape.size(1), shape.size(2));
        ImageSize to = of(from);
        ImageSize between = new ImageSize(from.height(), to.width());
        byte[] wide = Bilinear.of(from.width(), between.width()).along(image.bytes(), 1);
        byte[] done = Bilinear.of(from.height(), to.height()).along(wide, to.width());
        return Tensor.ofU8(Shape.of(shape.size(0), to.height(), to.width()), done);
    }

    /// The shorter side gets this many pixels.
    record ShorterSide(int pixels) implements Resize {
        @Override
        public ImageSize of(ImageSize image) {
            return image.height() <= image.width()
                    ? new ImageSize(pixels, longer(image.width(), image.height()))
                    : new ImageSize(longer(image.height(), image.width()), pixels);
        }

        private int longer(int longSide, int shortSide) {
            return (int) ((double) ((long) pixels * longSide) / shortSide);
        }

        @Override
        public String toString() {
            return Integer.toString(pixels);
        }
    }

    /// Both sides are given, whatever the proportion.
    record Exactly(ImageSize size) implements Resize {
        @Override
        public ImageSize of(ImageSize image) {
            return size;
        }

        @Override
        public String toString() {
            return size.height() + "x" + size.width();
        }
    }
}
