package dev.vernier.data;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;

/// The size of an image in pixels.
public record ImageSize(int height, int width) {
    static final long MOST_PIXELS = 64L << 20;

    public ImageSize {
        if (height < 1 || width < 1 || (long) height * width > MOST_PIXELS) {
            throw new IllegalArgumentException(
                    "size = " + height + "x" + width + ", needed 1 to " + MOST_PIXELS + " pixels");
        }
    }

    /// Reads `224` (a square) or `192x256` (height by width).
    ///
    /// @throws IllegalArgumentException where the text is neither
    public static ImageSize parse(String text) {
        String[] words = text.split("x", -1);
        try {
            if (words.length <= 2) {
                return new ImageSize(Integer.parseInt(words[0]), Integer.parseInt(words[words.length - 1]));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("size = " + text + ", needed pixels such as 224 or 192x256", e);
        }
        throw new IllegalArgumentException("size = " + text + ", needed pixels such as 224 or 192x256");
    }

    /// The middle of an image `[c, h, w]`; where it cannot lie in the middle, half a pixel off towards the even offset, as
    /// torchvision's `CenterCrop` has it.
    ///
    /// @throws IllegalArgumentException where the image is smaller
    Tensor centreOf(Tensor image) {
        int fromHeight = image.shape().size(1);
        int fromWidth = image.shape().size(2);
        if (fromHeight < height || fromWidth < width) {
            throw new IllegalArgumentException("image of " + fromHeight + "x" + fromWidth + " pixels, needed at least "
                    + height + "x" + width + " to crop");
        }
        return partOf(image, (int) Math.rint((fromHeight - height) / 2.0), (int) Math.rint((fromWidth - width) / 2.0));
    }

    /// The part of an image `[c, h, w]` whose upper left corner lies at `top`, `left`; all of it is inside.
    Tensor partOf(Tensor image, int top, int left) {
        int channels = image.shape().size(0);
        int fromHeight = image.shape().size(1);
        int fromWidth = image.shape().size(2);
        byte[] out = new byte[channels * height * width];
        for (int line = 0; line < channels * height; line++) {
            long from = ((long) (line / height) * fromHeight + top + line % height) * fromWidth + left;
            MemorySegment.copy(image.segment(), from, MemorySegment.ofArray(out), (long) line * width, width);
        }
        return Tensor.ofU8(Shape.of(channels, height, width), out);
    }

    /// `224` for a square, else `192x256`.
    @Override
    public String toString() {
        return height == width ? Integer.toString(height) : height + "x" + width;
    }
}
