package dev.vernier.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class ImageFoldersTest {
    @TempDir
    private Path folder;

    private Dataset open() {
        return DataSpec.parse("images:" + folder).open();
    }

    private Path write(String path, int type, int... rgb) throws IOException {
        BufferedImage image = new BufferedImage(rgb.length, 1, type);
        for (int x = 0; x < rgb.length; x++) {
            if (type == BufferedImage.TYPE_BYTE_GRAY) {
                image.getRaster().setSample(x, 0, 0, rgb[x]);
            } else {
                image.setRGB(x, 0, rgb[x]);
            }
        }
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        assertTrue(ImageIO.write(image, path.substring(path.lastIndexOf('.') + 1), file.toFile()));
        return file;
    }

    private static void refuses(String reason, Executable action) {
        String message = assertThrows(InputException.class, action).getMessage();
        assertTrue(message.contains(reason) && message.lines().count() == 1, message);
    }

    @Test
    void countsClassesAndImagesByName() throws IOException {
        write("dog/b.png", BufferedImage.TYPE_INT_RGB, 1);
        write("cat/10.png", BufferedImage.TYPE_INT_RGB, 2);
        write("cat/2.png", BufferedImage.TYPE_INT_RGB, 3);
        write("cat/.hidden.png", BufferedImage.TYPE_INT_RGB, 4);
        Files.writeString(folder.resolve("cat/notes.txt"), "not an image");
        Files.writeString(folder.resolve("readme.txt"), "not a class");
        Dataset images = open();
        assertEquals(List.of("cat", "dog"), images.labels());
        assertEquals(List.of("2:0", "3:0", "1:1"), IntStream.range(0, images.size()).mapToObj(images::sample)
                .map(sample -> sample.image().longAt(2) + ":" + sample.label()).toList());
        assertEquals("images:" + folder + ": sample 1 (cat/2.png)", images.where(1));
    }

    @Test
    void readsChannelsInTheOrderRedGreenBlue() throws IOException {
        write("c/a.png", BufferedImage.TYPE_3BYTE_BGR, 0x010203, 0xfefdfc);
        write("c/b.png", BufferedImage.TYPE_4BYTE_ABGR, 0x80102030, 0x00405060);
        Tensor first =
                Tensor.ofU8(Shape.of(3, 1, 2), (byte) 1, (byte) 0xfe, (byte) 2, (byte) 0xfd, (byte) 3, (byte) 0xfc);
        assertEquals(first, open().sample(0).image());
        Tensor second =
                Tensor.ofU8(Shape.of(3, 1, 2), (byte) 16, (byte) 64, (byte) 32, (byte) 80, (byte) 48, (byte) 96);
        assertEquals(second, open().sample(1).image());
    }

    @Test
    void keepsGreyLevelsAsTheyAreStored() throws IOException {
        write("c/a.png", BufferedImage.TYPE_BYTE_GRAY, 0, 7, 100, 255);
        assertEquals(List.of(0L, 7L, 100L, 255L, 0L, 7L, 100L, 255L, 0L, 7L, 100L, 255L),
                Arrays.stream(open().sample(0).image().longs()).boxed().toList());
    }

    @Test
    void readsJpegWithinItsLoss() throws IOException {
        write("c/a.jpg", BufferedImage.TYPE_INT_RGB, 0x808080, 0x808080, 0x808080);
        Tensor image = open().sample(0).image();
        assertEquals(Shape.of(3, 1, 3), image.shape());
        assertEquals(128, image.longAt(4), 2);
    }

    @Test
    void namesAnImageThatCannotBeDecoded() throws IOException {
        Path whole = write("c/a.png", BufferedImage.TYPE_INT_RGB, IntStream.range(0, 500).map(i -> i * 7919).toArray());
        Files.write(folder.resolve("c/b.png"), Arrays.copyOf(Files.readAllBytes(whole), 200));
        Files.writeString(folder.resolve("c/d.png"), "this is no image");
        Dataset images = open();
        refuses("b.png: ", () -> images.sample(1));
        refuses("d.png: another beginning", () -> images.sample(2));
    }

    @Test
    void looksAtTheSizeBeforeItDecodes() throws IOException {
        byte[] png = Files.readAllBytes(write("c/a.png", BufferedImage.TYPE_INT_RGB, 1, 2));
        ByteBuffer.wrap(png).putInt(16, 100_000).putInt(20, 100_000);
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
        Files.write(folder.resolve("c/a.png"), png);
        refuses("a.png: 100000 x 100000 pixels", () -> open().sample(0));
    }

    @Test
    void refusesFoldersWithoutImages() throws IOException {
        refuses("0 samples", this::open);
        Files.createDirectory(folder.resolve("empty"));
        refuses("class empty has 0 images", this::open);
    }

    @Test
    void followsNoLinkToTheOutside(@TempDir Path elsewhere) throws IOException {
        Path secret = Files.copy(write("c/a.png", BufferedImage.TYPE_INT_RGB, 1), elsewhere.resolve("secret.png"));
        Files.createSymbolicLink(folder.resolve("c/inside.png"), folder.resolve("c/a.png"));
        assertEquals(2, open().size());
        Path link = Files.createSymbolicLink(folder.resolve("c/outside.png"), secret);
        refuses("outside.png: a link to the outside", this::open);
        Files.delete(link);
        Files.createSymbolicLink(folder.resolve("d"), elsewhere);
        refuses("d: a link to the outside", this::open);
    }
}
