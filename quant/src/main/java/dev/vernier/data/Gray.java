package dev.vernier.data;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;

/// The brightness of an image of three channels, ITU-R 601's 0.299 R + 0.587 G + 0.114 B as Pillow's
/// `convert("L")` has it: `(19595 R + 38470 G + 7471 B + 32768) >> 16` of uint8, the same sum over 65536 of other numbers.
final class Gray {
    private static final int[] WEIGHTS = {19595, 38470, 7471};
    private static final int SUM = 1 << 16;

    private Gray() {}

    /// @param image `[3, h, w]` or `[h, w, 3]`, as `stored` says, in the order red, green, blue; one of a single channel, or no
    ///     image, is returned
    /// @return uint8 of uint8, else float32
    /// @throws IllegalArgumentException where it has another number of channels
    static Tensor of(Tensor image, Layout stored) {
        int axis = stored.channelAxis();
        if (image.shape().rank() != 3 || image.shape().size(axis) == 1) {
            return image;
        }
        if (image.shape().size(axis) != WEIGHTS.length) {
            throw new IllegalArgumentException("image " + image.dtype() + image.shape()
                    + ": channels = gray, needed 1 or 3 channels for it");
        }
        Shape shape = image.shape().with(axis, 1);
        int area = shape.elementCount();
        int next = stored == Layout.NCHW ? area : 1;
        int pixel = stored == Layout.NCHW ? 1 : WEIGHTS.length;
        byte[] codes = new byte[image.dtype() == DType.U8 ? area : 0];
        float[] values = new float[area - codes.length];
        for (int i = 0; i < area; i++) {
            double sum = 0;
            for (int channel = 0; channel < WEIGHTS.length; channel++) {
                sum += WEIGHTS[channel] * image.doubleAt(i * pixel + channel * next);
            }
            if (codes.length > 0) {
                codes[i] = (byte) ((int) sum + SUM / 2 >> 16);
            } else {
                values[i] = (float) (sum / SUM);
            }
        }
        return codes.length > 0 ? Tensor.ofU8(shape, codes) : Tensor.of(shape, values);
    }
}
