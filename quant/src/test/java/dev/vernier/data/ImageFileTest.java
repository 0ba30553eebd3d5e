package dev.vernier.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that Pillow 12.3 wrote, and what its `convert("RGB")` makes of them.
class ImageFileTest {
    private static final String FOUR_INKS =
            "/9j/7gAOQWRvYmUAZAAAAAAA/9sAQwABAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB"
                    + "AQEBAQEBAQEBAQEB/8AAFAgACAAIBEMRAE0RAFkRAEsRAP/EAB8AAAEFAQEBAQEBAAAAAAAAAAABAgMEBQYHCAkKC//EALUQAAIB"
                    + "AwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZH"
                    + "SElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV"
                    + "1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+v/aAA4EQwBNAFkASwAAPwD+6ivtivkev7WK/9k=";
    private static final String WEBP =
            "UklGRkwAAABXRUJQVlA4TEAAAAAvAkAAAC9AFmBCMY7x9kdVYmQBJgQDGUH+Mn0ZdJAFmGhNYpaJBdDZP//BfkU/GqcSQSHbCHDo"
                    + "XpIjuYj+x/AC";
    private static final String WEBP_WITH_ALPHA =
            "UklGRlAAAABXRUJQVlA4TEQAAAAvAkAAEC9AFmDy7x9ChiFFFRmRAMkrFvB/hs1kNRAJkEzhAdmDzjXaBQIE586F/U/cF5SMqkMh"
                    + "2whw6F6TE7iI/sfwAg==";
    private static final String GIF =
            "R0lGODdhAwACAIIAANPvLfjCvs+TGgWdn+0V9Tw27AAAAAAAACwAAAAAAwACAAAICQADCCAAYECBgAA7";
    private static final String GIF_WITH_A_SMALLER_FRAME =
            "R0lGODdhBAADAIEAAMhkMgAAAAAAAAAAACwBAAEAAgACAAAIBgABCAQQEAA7";
    private static final String BMP =
            "Qk1OAAAAAAAAADYAAAAoAAAAAwAAAAIAAAABABgAAAAAABgAAADEDgAAxA4AAAAAAAAAAAAALe/Tn50F7DY8AAAAvsL4GpPP9RXt"
                    + "AAAA";
    /// Three by two pixels: their reds, greens and blues.
    private static final List<Long> PIXELS = List.of(248L, 207L, 237L, 211L, 5L, 60L, 194L, 147L, 21L, 239L, 157L, 54L,
            190L, 26L, 245L, 45L, 159L, 236L);

    @TempDir
    private Path folder;

    private Tensor decoded(byte[] bytes) throws IOException {
        return ImageFile.decode(Files.write(folder.resolve("picture"), bytes));
    }

    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }

    private static List<Long> numbers(Tensor tensor) {
        return Arrays.stream(tensor.longs()).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {WEBP, WEBP_WITH_ALPHA, GIF, BMP})
    void readsFormatsThatLoseNothing(String picture) throws IOException {
        Tensor image = decoded(bytes(picture));
        assertEquals("u8[3, 2, 3]", image.dtype().toString() + image.shape());
        assertEquals(PIXELS, numbers(image));
    }

    @Test
    void laysASmallerFrameOnItsCanvas() throws IOException {
        Tensor image = decoded(bytes(GIF_WITH_A_SMALLER_FRAME));
        assertEquals("[3, 3, 4]", image.shape().toString());
        assertEquals(List.of(200L, 100L, 50L), List.of(image.longAt(0), image.longAt(12), image.longAt(24)));
    }

    private static byte[] inks(int place, int value) {
        byte[] jpeg = bytes(FOUR_INKS);
        int adobe = new String(jpeg, StandardCharsets.ISO_8859_1).indexOf("Adobe");
        jpeg[adobe + place] = (byte) value;
        return jpeg;
    }

    private void assertFlat(List<Integer> rgb, byte[] jpeg) throws IOException {
        Tensor image = decoded(jpeg);
        assertEquals("[3, 8, 8]", image.shape().toString());
        for (int channel = 0; channel < 3; channel++) {
            for (int i = 0; i < 64; i++) {
                assertEquals(rgb.get(channel), image.longAt(channel * 64 + i), 1);
            }
        }
    }

    @Test
    void turnsFourInksIntoColours() throws IOException {
        assertFlat(List.of(226, 143, 97), bytes(FOUR_INKS));
        assertFlat(List.of(226, 143, 97), inks(0, 'a'));
        assertFlat(List.of(39, 3, 0), inks(11, 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_BINARY, BufferedImage.TYPE_BYTE_INDEXED, BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY, BufferedImage.TYPE_4BYTE_ABGR})
    void readsEveryKindOfPng(int type) throws IOException {
        BufferedImage image = new BufferedImage(2, 1, type);
        image.setRGB(0, 0, 0xffffffff);
        image.setRGB(1, 0, 0xff000000);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, "png", out));
        assertEquals(List.of(255L, 0L, 255L, 0L, 255L, 0L), numbers(decoded(out.toByteArray())));
    }

    @ParameterizedTest
    @ValueSource(strings = {FOUR_INKS, WEBP, GIF, GIF_WITH_A_SMALLER_FRAME, BMP})
    void namesAFileThatIsCutShortOrDamaged(String picture) throws IOException {
        byte[] whole = bytes(picture);
        for (int length = 5; length < whole.length * 3 / 5; length += 3) {
            byte[] part = Arrays.copyOf(whole, length);
            String message = assertThrows(InputException.class, () -> decoded(part)).getMessage();
            assertTrue(message.startsWith(folder.resolve("picture").toString()) && message.lines().count() == 1,
                    message);
        }
        for (int i = 4; i < whole.length; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= (byte) 0x81;
            try {
                decoded(changed);
            } catch (InputException refused) {
                assertEquals(1, refused.getMessage().lines().count());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"%PDF-1.7 | a PDF file", "II*\0rest | a TIFF file", "MM\0* | a TIFF file",
        "1234ftypheic | a HEIC file", "1234ftypavif | an AVIF file", "II | a file of unknown kind",
        "'' | an empty file"})
    void namesWhatIsNoPictureThatIsRead(String beginning, String kind) {
        String message = assertThrows(InputException.class,
                () -> decoded(beginning.getBytes(StandardCharsets.ISO_8859_1))).getMessage();
        assertTrue(message.endsWith("picture: " + kind + ", needed a PNG, JPEG, BMP, GIF or WebP picture"), message);
    }
}
