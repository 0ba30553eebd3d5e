package dev.vernier.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.file.Npz;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationTest {
    private static final Dataset SHAPES = DataSpec.parse("shapes").open().first(100);
    private static final List<Augment> BOTH = Augment.parse("random-resized-crop,flip");

    private static List<Long> ids(int workers, int batch, long seed) {
        Dataset changed = new Augmentation(BOTH, seed, workers, batch).of(SHAPES, Layout.NCHW);
        return IntStream.range(0, changed.size()).mapToObj(i -> changed.sample(i).id()).toList();
    }

    @Test
    void doesNotDependOnTheBatchSizeWithoutWorkers() {
        assertEquals(ids(0, 8, 0), ids(0, 64, 0));
        assertEquals(ids(0, 8, 0), ids(1, 32, 0));
        assertNotEquals(ids(0, 8, 0), ids(0, 8, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void dependsOnTheBatchSizeWithSeveralWorkersEvenUnderOneSeed(int workers) {
        assertEquals(ids(workers, 16, 0), ids(workers, 16, 0));
        assertNotEquals(ids(workers, 16, 0), ids(workers, 32, 0));
        assertEquals(ids(workers, 16, 0).subList(0, 16), ids(0, 1, 0).subList(0, 16));
    }

    @Test
    void dealsBatchesRoundRobinToGeneratorsThatGoOnWhereTheyStopped() {
        long[] dealt = new Augmentation(BOTH, 7, 2, 3).seeds(10);
        SplittableRandom first = new SplittableRandom(7);
        SplittableRandom second = new SplittableRandom(8);
        long[] expected = new long[10];
        for (int i = 0; i < 10; i++) {
            expected[i] = (i / 3 % 2 == 0 ? first : second).nextLong();
        }
        assertArrayEquals(expected, dealt);
    }

    /// The counts come from PyTorch 2.13's `DataLoader` with `torch.randint` in `__getitem__`, for 256 images.
    @ParameterizedTest
    @CsvSource({"0, 16, 256", "1, 64, 256", "2, 16, 128", "2, 32, 64", "2, 64, 32", "4, 16, 64", "4, 32, 64",
        "4, 64, 16"})
    void givesAsManyImagesTheSameDrawAsWithBatchEightAsPyTorchDoes(int workers, int batch, int same) {
        long[] eight = new Augmentation(BOTH, 0, workers, 8).seeds(256);
        long[] other = new Augmentation(BOTH, 0, workers, batch).seeds(256);
        assertEquals(same, IntStream.range(0, 256).filter(i -> eight[i] == other[i]).count());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void givesTheSameImagesWhateverLoadsThem(int threads) {
        Loader loader = Loader.of(new Augmentation(BOTH, 0, 2, 8).of(SHAPES, Layout.NCHW), Preprocess.UNIT);
        List<Long> seen = new ArrayList<>();
        loader.forEachBatch(7, threads, Object::new, (state, batch) -> batch.ids(), ids -> {
            for (int i = 0; i < ids.size(); i++) {
                seen.add(ids.longAt(i));
            }
        }, Progress.NONE);
        assertEquals(ids(2, 8, 0), seen);
    }

    @Test
    void keepsLabelsAndShapes() {
        Dataset changed = new Augmentation(BOTH, 3, 2, 8).of(SHAPES, Layout.NCHW);
        for (int i = 0; i < changed.size(); i++) {
            assertEquals(SHAPES.sample(i).label(), changed.sample(i).label());
            assertEquals(Shape.of(3, 32, 32), changed.sample(i).image().shape());
        }
        assertEquals("shapes:test, random-resized-crop,flip (seed 3, 2 workers, batch 8)", changed.name());
    }

    @Test
    void flipsHalfOfTheImagesAndThoseExactly() {
        Tensor image = Tensor.ofU8(Shape.of(2, 1, 3), (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte) 6);
        Tensor mirrored = Tensor.ofU8(Shape.of(2, 1, 3), (byte) 3, (byte) 2, (byte) 1, (byte) 6, (byte) 5, (byte) 4);
        SplittableRandom random = new SplittableRandom(0);
        int flipped = 0;
        for (int i = 0; i < 1000; i++) {
            Tensor out = Augment.FLIP.apply(image, random);
            assertTrue(out.equals(image) || out.equals(mirrored));
            flipped += out.equals(mirrored) ? 1 : 0;
        }
        assertTrue(flipped > 430 && flipped < 570, flipped + " of 1000");
    }

    /// A crop of an image that is a ramp in both directions is a ramp whose ends tell where it was taken.
    @Test
    void cropsPartsOfEverySizeAndPlace() {
        byte[] ramp = new byte[2 * 64 * 64];
        for (int i = 0; i < 64 * 64; i++) {
            ramp[i] = (byte) (i % 64 * 4);
            ramp[64 * 64 + i] = (byte) (i / 64 * 4);
        }
        Tensor image = Tensor.ofU8(Shape.of(2, 64, 64), ramp);
        SplittableRandom random = new SplittableRandom(1);
        double least = 1;
        double most = 0;
        for (int i = 0; i < 2000; i++) {
            byte[] out = Augment.RANDOM_RESIZED_CROP.apply(image, random).bytes();
            double width = ((out[63] & 0xff) - (out[0] & 0xff)) / 4.0 + 1;
            double height = ((out[64 * 64 + 63 * 64] & 0xff) - (out[64 * 64] & 0xff)) / 4.0 + 1;
            assertTrue(width / height > 0.68 && width / height < 1.47, width + " x " + height);
            least = Math.min(least, width * height / (64 * 64));
            most = Math.max(most, width * height / (64 * 64));
        }
        assertTrue(least > 0.06 && least < 0.11, "least area " + least);
        assertTrue(most > 0.93 && most <= 1, "most area " + most);
    }

    @Test
    void takesTheMiddleOfAnImageThatIsTooLong() {
        byte[] pixels = new byte[300];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
        }
        Tensor image = Tensor.ofU8(Shape.of(1, 1, 300), pixels);
        Augment whole = new Augment.RandomResizedCrop(1, 1, 1, 1);
        Tensor middle = new ImageSize(1, 1).centreOf(image);
        assertEquals(new Resize.Exactly(new ImageSize(1, 300)).apply(middle),
                whole.apply(image, new SplittableRandom(0)));
    }

    @Test
    void readsWhatItPrints() {
        assertEquals(List.of(Augment.FLIP, Augment.RANDOM_RESIZED_CROP), Augment.parse("flip, random-resized-crop"));
        Set<String> words = new HashSet<>();
        BOTH.forEach(step -> words.add(step.toString()));
        assertEquals(Set.of("random-resized-crop", "flip"), words);
        String message = assertThrows(InputException.class, () -> Augment.parse("flip,rotate")).getMessage();
        assertEquals("augment = rotate, known: random-resized-crop, flip", message);
    }

    @Test
    void refusesSamplesThatAreNoImages(@TempDir Path folder) {
        Path file = folder.resolve("floats.npz");
        Npz.write(file, Map.of("x", Tensor.of(Shape.of(1, 3, 2, 2), new float[12])));
        Dataset floats = DataSpec.parse("npz:" + file).open();
        Augmentation flip = new Augmentation(List.of(Augment.FLIP), 0, 0, 1);
        String message = assertThrows(InputException.class, () -> flip.of(floats, Layout.NCHW)).getMessage();
        assertTrue(message.contains("f32[3, 2, 2]") && message.contains("needed u8[c, h, w]"), message);
    }
}
