package dev.vernier.data;

import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// One picture as a uint8 tensor `[3, h, w]`: stored sample values, without colour management or a turn that EXIF asks for (as
/// Pillow's `open(...).convert("RGB")` has it); 16-bit samples lose their low byte, of several frames the first one counts.
final class ImageFile {
    private static final long MOST_BYTES = 256L << 20;

    private ImageFile() {}

    static Tensor decode(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new InputException(file + ": " + Files.size(file) + " bytes, needed at most " + MOST_BYTES);
            }
            byte[] bytes = Files.readAllBytes(file);
            ImageFormat format = ImageFormat.of(bytes).orElseThrow(() -> new InputException(
                    file + ": " + UnreadFormat.describe(bytes) + ", needed a " + ImageFormat.KNOWN + " picture"));
            return decoded(file, format, bytes);
        } catch (IOException e) {
            throw new InputException(file + ": cannot be read (" + reason(e) + "), needed a readable file", e);
        }
    }

    private static Tensor decoded(Path file, ImageFormat format, byte[] bytes) {
        try {
            ImageReader reader = format.reader();
            try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
                reader.setInput(in, true, format != ImageFormat.GIF);
                return decoded(file, format, reader, bytes);
            } finally {
                reader.dispose();
            }
        } catch (InputException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new InputException(file + ": a " + format + " file that cannot be decoded (" + reason(e)
                    + "), needed an intact one", e);
        }
    }

    private static Tensor decoded(Path file, ImageFormat format, ImageReader reader, byte[] content)
            throws IOException {
        requireFew(file, reader.getWidth(0), reader.getHeight(0));
        if (format == ImageFormat.GIF) {
            GifCanvas canvas = GifCanvas.of(reader);
            requireFew(file, canvas.width(), canvas.height());
            return tensor(canvas.with(reader.read(0)));
        }
        JpegHeader jpeg = JpegHeader.of(content);
        if (format == ImageFormat.JPEG && jpeg.isFourInks()) {
            byte[] bytes = new byte[3 * reader.getWidth(0) * reader.getHeight(0)];
            FourInks.decode(reader, jpeg.isYcck(), bytes);
            return Tensor.ofU8(Shape.of(3, reader.getHeight(0), reader.getWidth(0)), bytes);
        }
        return tensor(reader.read(0));
    }

    private static void requireFew(Path file, int width, int height) {
        if ((long) width * height > ImageSize.MOST_PIXELS) {
            throw new InputException(
                    file + ": " + width + " x " + height + " pixels, needed at most " + ImageSize.MOST_PIXELS);
        }
    }

    private static String reason(Exception e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElseThrow();
    }

    private static Tensor tensor(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        byte[] bytes = new byte[3 * width * height];
        ColorModel colours = image.getColorModel();
        if (colours instanceof ComponentColorModel && colours.getComponentSize(0) >= 8) {
            copySamples(image.getRaster(), colours.getComponentSize(0) - 8, bytes);
        } else {
            int[] line = new int[width];
            for (int y = 0; y < height; y++) {
                image.getRGB(0, y, width, 1, line, 0, width);
                for (int x = 0; x < width; x++) {
                    for (int channel = 0; channel < 3; channel++) {
                        bytes[(channel * height + y) * width + x] = (byte) (line[x] >> (16 - 8 * channel));
                    }
                }
            }
        }
        return Tensor.ofU8(Shape.of(3, height, width), bytes);
    }

    /// Reads bands as they are stored: asking a grey image for RGB would brighten it, since Java takes grey for linear light.
    private static void copySamples(Raster raster, int shift, byte[] bytes) {
        int width = raster.getWidth();
        int height = raster.getHeight();
        int[] line = new int[width];
        for (int channel = 0; channel < 3; channel++) {
            int band = raster.getNumBands() < 3 ? 0 : channel;
            for (int y = 0; y < height; y++) {
                raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, band, line);
                for (int x = 0; x < width; x++) {
                    bytes[(channel * height + y) * width + x] = (byte) (line[x] >> shift);
                }
            }
        }
    }
}
