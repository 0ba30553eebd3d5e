package dev.vernier.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The formats of pictures that are not read, told apart by a file's first bytes so that a message can name them.
enum UnreadFormat {
    TIFF("II*\0"),
    TIFF_FROM_THE_LARGE_END("MM\0*"),
    AVIF("....ftypavif"),
    HEIC("....ftyphei"),
    HEIF("....ftypmif"),
    JPEG_2000("\0\0\0\fjP"),
    JPEG_XL("\0\0\0\fJXL"),
    ICO("\0\0\u0001\0"),
    PDF("%PDF"),
    PSD("8BPS"),
    PPM("P6"),
    PGM("P5"),
    SVG("<svg");

    /// A dot stands for any byte.
    private final byte[] beginning;

    UnreadFormat(String beginning) {
        this.beginning = beginning.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// What a file is whose beginning is that of no picture that is read: `a TIFF file`, `an empty file`, or one of unknown kind.
    static String describe(byte[] content) {
        return content.length == 0 ? "an empty file"
                : Arrays.stream(values()).filter(format -> format.begins(content)).findFirst()
                        .map(UnreadFormat::toString).orElse("a file of unknown kind");
    }

    private boolean begins(byte[] content) {
        for (int i = 0; i < beginning.length; i++) {
            if (i >= content.length || beginning[i] != '.' && beginning[i] != content[i]) {
                return false;
            }
        }
        return true;
    }

    /// Such as `a TIFF file`.
    @Override
    public String toString() {
        return switch (this) {
            case TIFF, TIFF_FROM_THE_LARGE_END -> "a TIFF file";
            case AVIF, ICO, SVG -> "an " + name() + " file";
            case HEIC, HEIF, PDF, PSD, PPM, PGM -> "a " + name() + " file";
            case JPEG_2000 -> "a JPEG 2000 file";
            case JPEG_XL -> "a JPEG XL file";
        };
    }
}
