package dev.vernier.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What a JPEG file says of its channels before its pixels.
///
/// @param components the number of channels; 0 where no frame begins
/// @param transform how colours are stored, as Adobe's marker says: 0 as they are, 1 or 2 as luma and chroma; 0 without one
record JpegHeader(int components, int transform) {
    private static final int SCAN = 0xda;
    private static final int APP14 = 0xee;
    private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);

    /// Whether there are cyan, magenta, yellow and black.
    boolean isFourInks() {
        return components == FourInks.INKS;
    }

    /// Whether the first three of four are luma and chroma.
    boolean isYcck() {
        return isFourInks() && transform == 2;
    }

    static JpegHeader of(byte[] file) {
        int transform = 0;
        int at = 2;
        while (at + 4 <= file.length && (file[at] & 0xff) == 0xff) {
            int marker = file[at + 1] & 0xff;
            int length = (file[at + 2] & 0xff) << 8 | file[at + 3] & 0xff;
            if (marker == 0xff) {
                at++;
                continue;
            }
            int end = at + 2 + length;
            if (marker == SCAN || length < 2 || end > file.length) {
                break;
            }
            if (isFrame(marker) && length >= 8) {
                return new JpegHeader(file[at + 9] & 0xff, transform);
            }
            if (marker == APP14 && length >= 14 && Arrays.equals(file, at + 4, at + 9, ADOBE, 0, 5)) {
                transform = file[at + 15] & 0xff;
            }
            at = end;
        }
        return new JpegHeader(0, transform);
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }
}
