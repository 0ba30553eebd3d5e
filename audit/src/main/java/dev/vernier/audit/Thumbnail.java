package dev.vernier.audit;

import dev.vernier.data.Layout;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Optional;
import javax.imageio.ImageIO;

/// A sample as a small picture.
final class Thumbnail {
    private static final int LARGEST = 64;
    private static final int WHITE = 255;

    private final Tensor image;
    private final int channels;
    private final int height;
    private final int width;
    private final int channelStride;
    private final int pixelStride;
    private final float low;
    private final float high;

    private Thumbnail(Tensor image, Layout layout) {
        this.image = image;
        boolean isLast = layout == Layout.NHWC;
        this.channels = image.shape().size(isLast ? 2 : 0);
        this.height = image.shape().size(isLast ? 0 : 1);
        this.width = image.shape().size(isLast ? 1 : 2);
        this.channelStride = isLast ? 1 : height * width;
        this.pixelStride = isLast ? channels : 1;
        float smallest = Float.POSITIVE_INFINITY;
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < image.size(); i++) {
            smallest = Math.min(smallest, value(i));
            largest = Math.max(largest, value(i));
        }
        boolean isByte = image.dtype() == DType.U8;
        this.low = isByte ? 0 : smallest;
        this.high = isByte ? WHITE : Math.max(largest, smallest + Float.MIN_NORMAL);
    }

    /// A PNG of at most 64 pixels a side, as a `data:` URL. Numbers that are no bytes are spread from black to white. Empty
    /// for what is no image of one or three channels.
    ///
    /// @param image of three axes
    static Optional<String> dataUrl(Tensor image, Layout layout) {
        if (image.shape().rank() != 3 || image.size() == 0) {
            return Optional.empty();
        }
        Thumbnail thumbnail = new Thumbnail(image, layout);
        return thumbnail.channels == 1 || thumbnail.channels == 3 ? Optional.of(thumbnail.encoded()) : Optional.empty();
    }

    private String encoded() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(shrunk(pixels()), "png", bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private BufferedImage pixels() {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int first = (y * width + x) * pixelStride;
                int red = level(first);
                picture.setRGB(x, y, channels == 1 ? red * 0x10101
                        : red << 16 | level(first + channelStride) << 8 | level(first + 2 * channelStride));
            }
        }
        return picture;
    }

    private int level(int index) {
        return Math.clamp(Math.round((value(index) - low) / (high - low) * WHITE), 0, WHITE);
    }

    private float value(int index) {
        return image.dtype() == DType.F32 ? image.floatAt(index) : image.longAt(index);
    }

    private static BufferedImage shrunk(BufferedImage picture) {
        int longest = Math.max(picture.getWidth(), picture.getHeight());
        if (longest <= LARGEST) {
            return picture;
        }
        int width = Math.max(1, picture.getWidth() * LARGEST / longest);
        int height = Math.max(1, picture.getHeight() * LARGEST / longest);
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(picture, 0, 0, width, height, null);
        graphics.dispose();
        return small;
    }
}
