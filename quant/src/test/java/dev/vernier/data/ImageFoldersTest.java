package dev.vernier.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        refuses("b.png: a PNG file that cannot be decoded (", () -> images.sample(1));
        refuses("d.png: a file of unknown kind, needed a PNG, JPEG, BMP, GIF or WebP picture", () -> images.sample(2));
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
    void tellsWhatItSkips() throws IOException {
        write("cat/a.png", BufferedImage.TYPE_INT_RGB, 1);
        assertEquals(List.of(), open().remarks());
        Files.writeString(folder.resolve("cat/b.tif"), "");
        Files.writeString(folder.resolve("cat/.c"), "");
        Files.createDirectories(folder.resolve("cat/more"));
        Files.writeString(folder.resolve("readme.txt"), "");
        assertEquals(List.of(Remark.note("images:" + folder + ": skipped 3 files: cat/b.tif, cat/more, readme.txt")),
                open().remarks());
        for (int i = 10; i < 20; i++) {
            Files.writeString(folder.resolve(i + ".txt"), "");
        }
        assertTrue(open().remarks().getFirst().text().contains(": skipped 13 files: 10.txt, ")
                && open().remarks().getFirst().text().endsWith(", 19.txt, ..."), open().remarks().toString());
    }

    private Dataset listed(String name, String text) throws IOException {
        for (int i = 0; i < 3; i++) {
            write("my " + i + ".png", BufferedImage.TYPE_INT_RGB, i);
        }
        Files.writeString(folder.resolve(name), text);
        return open();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"labels.csv | my 2.png,7/my 0.png,0/ | 2:7 0:0",
        "labels.csv | file,label/my 2.png;7/my 0.png;0 | 2:7 0:0", "labels.txt | my 2.png 7/my 0.png\t0/ | 2:7 0:0",
        "labels.csv | \"my 1.png\", \"dog, big\"/my 0.png,cat/my 2.png,cat | 1:1 0:0 2:0",
        "labels.txt | # a list//my 1.png dog/my 0.png Dog | 1:1 0:0"})
    void readsAListOfLabelsBesideThePictures(String list, String lines, String expected) throws IOException {
        Dataset data = listed(list, lines.replace('/', '\n').replace("\\t", "\t"));
        assertEquals(expected, IntStream.range(0, data.size()).mapToObj(data::sample)
                .map(sample -> sample.image().longAt(2) + ":" + sample.label()).collect(Collectors.joining(" ")));
        assertEquals(3 - data.size(), data.remarks().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"my 0.png,1/my 0.png,2 | labels.csv:2: my 0.png is named twice",
        "../a.png,1 | labels.csv:1: ../a.png, needed the name of a picture in the same folder",
        "no.png,1/my 0.png,1 | labels.csv: no.png is not in the folder",
        "my 0.png,1/my 1.jpeg | labels.csv:2: 'my 1.jpeg'",
        "name,label | 0 samples"})
    void refusesAListThatDoesNotFit(String lines, String reason) {
        refuses(reason, () -> listed("labels.csv", lines.replaceAll("(?<!\\.\\.)/", "\n")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "my scan.tif,1/my 0.png,1 | labels.csv:1: my scan.tif is in the folder, but of a kind",
        "my 0.png,1/\"my scan.tif\";1 | labels.csv:2: my scan.tif is in the folder, but of a kind that is not read, needed PNG",
        "my 0.png,1/gone.tif,1 | labels.csv:2: gone.tif is no file that is read, needed PNG, JPEG"})
    void namesAListedPictureOfAKindThatIsNotRead(String lines, String reason) throws IOException {
        Files.writeString(folder.resolve("my scan.tif"), "II*");
        refuses(reason, () -> listed("labels.csv", lines.replace('/', '\n')));
    }

    @Test
    void looksThroughALineOfSpacesInNoTime() {
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> refuses("labels.csv:2: 'my 1.png  ",
                () -> listed("labels.csv", "my 0.png,1\nmy 1.png" + " ".repeat(4000) + "\"\"\"")));
    }

    @Test
    void namesWhatIsThereInsteadOfPictures() throws IOException {
        Files.writeString(folder.resolve("a.tif"), "II*");
        Files.writeString(folder.resolve("b.tif"), "II*");
        refuses("0 samples, but a.tif and 1 more of a kind that is not read, needed", this::open);
        Files.createDirectories(folder.resolve("cat"));
        Files.writeString(folder.resolve("cat/c.heic"), "");
        refuses("class cat has 0 images, but cat/c.heic of a kind that is not read, needed PNG", this::open);
    }

    @Test
    void readsPicturesWithoutLabels() throws IOException {
        write("b.png", BufferedImage.TYPE_INT_RGB, 1);
        write("a.png", BufferedImage.TYPE_INT_RGB, 2);
        assertEquals(Sample.UNLABELLED, open().sample(0).label());
        assertEquals(List.of(2L, 1L), List.of(open().sample(0).image().longAt(2), open().sample(1).image().longAt(2)));
        assertEquals(List.of(), open().labels());
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
