package dev.vernier.data;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/// The formats of pictures that are read, known by a file's first bytes and listed by the ending of its name.
enum ImageFormat {
    PNG(List.of(".png"), "\u0089PNG"),
    JPEG(List.of(".jpg", ".jpeg"), "\u00ff\u00d8"),
    BMP(List.of(".bmp"), "BM"),
    GIF(List.of(".gif"), "GIF8"),
    WEBP(List.of(".webp"), "RIFF");

    static final String KNOWN = "PNG, JPEG, BMP, GIF or WebP";

    private final List<String> endings;
    private final byte[] beginning;

    ImageFormat(List<String> endings, String beginning) {
        this.endings = endings;
        this.beginning = beginning.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// How the names of such files end, with the dot and in lower case.
    static Stream<String> endings() {
        return Arrays.stream(values()).flatMap(format -> format.endings.stream());
    }

    /// Whether a file's name ends as one of them does.
    static boolean isEnding(String name) {
        return endings().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith);
    }

    /// The format of a file's content; empty where it begins as none of these does.
    static Optional<ImageFormat> of(byte[] content) {
        return Arrays.stream(values()).filter(format -> content.length > format.beginning.length
                && Arrays.equals(content, 0, format.beginning.length, format.beginning, 0, format.beginning.length))
                .findFirst();
    }

    /// Such as `WebP`.
    @Override
    public String toString() {
        return this == WEBP ? "WebP" : name();
    }

    /// A decoder of its own: the JDK's, or TwelveMonkeys' of WebP.
    ImageReader reader() throws IOException {
        return this == WEBP
                ? new WebPImageReaderSpi().createReaderInstance(null)
                : ImageIO.getImageReadersByFormatName(name().toLowerCase(Locale.ROOT)).next();
    }
}
