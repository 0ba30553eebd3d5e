package dev.vernier.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.file.Npz;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoaderTest {
    private static final Dataset SHAPES = DataSpec.parse("shapes").open().first(101);

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 3", "32, 2", "101, 4", "500, 2"})
    void loadsTheSameSamplesForEveryBatchSizeAndThreadCount(int batchSize, int threads) {
        Loader loader = Loader.of(SHAPES, Preprocess.IMAGENET);
        Batch whole = loader.load(0, 101);
        List<Batch> batches = new ArrayList<>();
        List<Long> progress = new ArrayList<>();
        loader.forEachBatch(batchSize, threads, Object::new, (state, batch) -> copy(batch), batches::add,
                (done, total) -> {
                    assertEquals(101, total);
                    progress.add(done);
                });
        int next = 0;
        for (Batch batch : batches) {
            assertEquals(next, batch.first());
            assertEquals(whole.x().rows(next, next + batch.size()), batch.x());
            assertEquals(whole.labels().rows(next, next + batch.size()), batch.labels());
            assertEquals(whole.ids().rows(next, next + batch.size()), batch.ids());
            next += batch.size();
        }
        assertEquals(101, next);
        assertEquals(101, progress.getLast());
        assertEquals(batches.size(), progress.size());
    }

    private static Batch copy(Batch batch) {
        return new Batch(batch.first(), Tensor.of(batch.x().shape(), batch.x().floats()), batch.labels(), batch.ids());
    }

    @Test
    void loadsSamplesAsTheSetHoldsThem() {
        Loader loader = Loader.of(SHAPES, Preprocess.UNIT);
        assertEquals(Shape.of(3, 32, 32), loader.shape());
        Batch batch = loader.load(100, 1);
        assertEquals(Preprocess.UNIT.apply(SHAPES.sample(100).image()), batch.x().reshaped(loader.shape()));
        assertEquals(Tensor.vector(SHAPES.sample(100).label()), batch.labels());
        assertEquals(Tensor.vector(SHAPES.sample(100).id()), batch.ids());
        assertThrows(IndexOutOfBoundsException.class, () -> loader.load(100, 2));
    }

    @Test
    void goesBeyondWhatItKeepsWhereASetHasMoreThanItsSize() {
        Loader more = Loader.of(SHAPES, Preprocess.UNIT).keeping().first(150);
        assertEquals(Loader.of(SHAPES.first(150), Preprocess.UNIT).load(0, 150).x(), more.load(0, 150).x());
        assertEquals(150, SHAPES.firstPlaces(150).size());
    }

    @Test
    void numbersTheSamplesOfARangeAsTheWholeSetDoes() {
        Dataset range = SHAPES.skip(10).range(5, 20);
        assertEquals(15, range.size());
        assertEquals(SHAPES.sample(15), range.sample(0));
        assertEquals("shapes:test: sample 15", range.where(0));
        assertEquals(101, SHAPES.skip(0).size());
        assertEquals(0, SHAPES.skip(1000).size());
        assertThrows(IndexOutOfBoundsException.class, () -> range.sample(15));
        assertThrows(IllegalArgumentException.class, () -> range.range(3, 16));
        assertThrows(IllegalArgumentException.class, () -> range.first(-1));
    }

    @Test
    void refusesAnEmptySet() {
        String message =
                assertThrows(InputException.class, () -> Loader.of(SHAPES.first(0), Preprocess.RAW)).getMessage();
        assertEquals("shapes:test: 0 samples, needed at least 1", message);
    }

    @Test
    void namesThePlaceOfANumberThatIsNotFinite(@TempDir Path folder) {
        Path file = folder.resolve("x.npz");
        float[] x = new float[3 * 2 * 2 * 5];
        x[20 + 10 + 5 + 3] = Float.NaN;
        x[40] = Float.NEGATIVE_INFINITY;
        Npz.write(file, Map.of("x", Tensor.of(Shape.of(3, 2, 2, 5), x)));
        Loader loader = Loader.of(DataSpec.parse("npz:" + file).open(), Preprocess.RAW);
        assertEquals("npz:" + file + ": sample 1 holds NaN at [1, 1, 3], needed finite numbers",
                assertThrows(InputException.class, () -> loader.load(0, 3)).getMessage());
        assertEquals("npz:" + file + ": sample 2 holds -Infinity at [0, 0, 0], needed finite numbers",
                assertThrows(InputException.class, () -> loader.load(2, 1)).getMessage());
    }

    @Test
    void takesArraysInTheNetworksOwnLayout(@TempDir Path folder) {
        Path file = folder.resolve("x.npz");
        Npz.write(file, Map.of("x", Tensor.of(Shape.of(1, 4, 5, 2), new float[40])));
        Dataset arrays = DataSpec.parse("npz:" + file).open();
        assertEquals(Shape.of(4, 5, 2), Loader.of(arrays, Preprocess.parse("mean=1:2,layout=nhwc")).shape());
        assertEquals(Shape.of(4, 5, 2), Loader.of(arrays, Preprocess.RAW).shape());
        assertEquals(Shape.of(32, 32, 3), Loader.of(SHAPES, Preprocess.parse("layout=nhwc")).shape());
    }

    @Test
    void asksForOneSizeOfImages(@TempDir Path folder) throws Exception {
        Files.createDirectory(folder.resolve("c"));
        for (int side : new int[] {4, 6}) {
            BufferedImage image = new BufferedImage(side, 4, BufferedImage.TYPE_INT_RGB);
            ImageIO.write(image, "png", folder.resolve("c/" + side + ".png").toFile());
        }
        Dataset images = DataSpec.parse("images:" + folder).open();
        String message =
                assertThrows(InputException.class, () -> Loader.of(images, Preprocess.RAW).load(0, 2)).getMessage();
        assertTrue(message.contains("sample 1 (c/6.png): [3, 4, 6] after preprocessing, needed [3, 4, 4]"), message);
        assertEquals(Shape.of(2, 3, 4, 4), Loader.of(images, Preprocess.parse("crop=4")).load(0, 2).x().shape());
    }

    @Test
    void namesTheSampleThatDoesNotFitThePreprocessing() {
        String message =
                assertThrows(InputException.class, () -> Loader.of(SHAPES, Preprocess.parse("mean=1:2"))).getMessage();
        assertTrue(message.startsWith("shapes:test: sample 0: image u8[3, 32, 32] has 3 channels, needed 2"), message);
        assertThrows(InputException.class, () -> Loader.of(SHAPES, Preprocess.RAW).forEachBatch(
                0, 1, Object::new, (state, batch) -> batch, batch -> {}, Progress.NONE));
    }

    @Test
    void tellsSamplesApartByTypeShapeAndContent() {
        Sample sample = new Sample(Tensor.ofU8(Shape.of(2), (byte) 1, (byte) 2), 3);
        assertEquals(sample.id(), new Sample(Tensor.ofU8(Shape.of(2), (byte) 1, (byte) 2), 4).id());
        assertNotEquals(sample.id(), new Sample(Tensor.ofI8(Shape.of(2), (byte) 1, (byte) 2), 3).id());
        assertNotEquals(sample.id(), new Sample(Tensor.ofU8(Shape.of(1, 2), (byte) 1, (byte) 2), 3).id());
        assertNotEquals(sample.id(), new Sample(Tensor.ofU8(Shape.of(2), (byte) 1, (byte) 3), 3).id());
    }
}
