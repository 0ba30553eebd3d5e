package dev.vernier.data;

import java.awt.image.Raster;
import java.io.IOException;
import javax.imageio.ImageReader;

/// A JPEG picture of cyan, magenta, yellow and black, which the JDK gives as it is stored and does not turn into colours.
/// Stored is the paper that shines through rather than the ink, as Adobe's programs have it and Pillow takes all such files.
final class FourInks {
    static final int INKS = 4;

    private FourInks() {}

    /// Red, green and blue as Pillow's `convert("RGB")` has them: `clip(k - c k / 255)` of `k` the light that black lets
    /// through and `c` the ink, the product rounded.
    ///
    /// @param bytes `[3, h, w]`, written
    /// @param isYcck whether cyan, magenta and yellow are stored as luma and chroma
    static void decode(ImageReader reader, boolean isYcck, byte[] bytes) throws IOException {
        Raster raster = reader.readRaster(0, null);
        int width = raster.getWidth();
        int area = width * raster.getHeight();
        int[] line = new int[width * INKS];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, line);
            for (int x = 0; x < width; x++) {
                int at = x * INKS;
                if (isYcck) {
                    toInks(line, at);
                }
                int light = line[at + 3];
                for (int channel = 0; channel < 3; channel++) {
                    int product = (255 - line[at + channel]) * light + 128;
                    bytes[channel * area + y * width + x] =
                            (byte) Math.clamp(light - ((product >> 8) + product >> 8), 0, 255);
                }
            }
        }
    }

    /// Luma and chroma as libjpeg turns them: into red, green and blue, stored inverted.
    private static void toInks(int[] pixels, int at) {
        double luma = pixels[at];
        double blue = pixels[at + 1] - 128;
        double red = pixels[at + 2] - 128;
        pixels[at] = inverted(luma + 1.402 * red);
        pixels[at + 1] = inverted(luma - 0.344136286 * blue - 0.714136286 * red);
        pixels[at + 2] = inverted(luma + 1.772 * blue);
    }

    private static int inverted(double value) {
        return 255 - (int) Math.clamp(Math.rint(value), 0, 255);
    }
}
