package dev.vernier.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreprocessTest {
    private static Tensor image(int channels, int height, int width) {
        byte[] pixels = new byte[channels * height * width];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 73 + i / 7 * 31);
        }
        return Tensor.ofU8(Shape.of(channels, height, width), pixels);
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw", "unit", "imagenet", "signed", "imagenet,resize=256,crop=224", "raw,layout=nhwc",
        "scale=1/255,mean=0.5:0.25:0.125,std=0.25,channels=bgr,layout=nhwc,resize=40x30,crop=20x24",
        "scale=0.017,mean=1,std=2"})
    void printsTheTextThatItRead(String text) {
        assertEquals(text, Preprocess.parse(text).toString());
        assertEquals(Preprocess.parse(text), Preprocess.parse(Preprocess.parse(text).toString()));
    }

    @Test
    void knowsThePresetBehindItsNumbers() {
        assertEquals(Preprocess.IMAGENET, Preprocess.parse(
                "scale=1/255,mean=0.485:0.456:0.406,std=0.229:0.224:0.225,channels=rgb,layout=nchw"));
        assertEquals("unit", Preprocess.parse("scale=1/255").toString());
        assertEquals(Preprocess.RAW.hash(), Preprocess.parse("scale=1,mean=0,std=1").hash());
        assertNotEquals(Preprocess.RAW.hash(), Preprocess.UNIT.hash());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "imagnet", "unit,imagenet", "scale=", "scale=0", "scale=1/0", "scale=x", "mean=1:",
        "mean=NaN", "std=0",
        "std=1:0:1", "channels=gbr", "layout=chw", "resize=0", "crop=-3", "crop=3x", "crop=1x2x3",
        "resize=100000x100000", "gamma=2"})
    void refusesATextThatIsNoPreprocessing(String text) {
        String message = assertThrows(InputException.class, () -> Preprocess.parse(text)).getMessage();
        assertTrue(message.startsWith("preprocess " + text + ": "), message);
    }

    @Test
    void dividesBytesExactlyAsFloat32Would() {
        for (int x = 0; x < 256; x++) {
            Tensor pixel = Tensor.ofU8(Shape.of(3, 1, 1), (byte) x, (byte) x, (byte) x);
            assertEquals(x / 255f, Preprocess.UNIT.apply(pixel).floatAt(0));
            assertEquals((x / 255f - 0.456f) / 0.224f, Preprocess.IMAGENET.apply(pixel).floatAt(1));
            assertEquals(x / 127.5f - 1, Preprocess.SIGNED.apply(pixel).floatAt(2));
        }
    }

    @Test
    void countsMeanAndStdInTheNetworksOrderOfChannels() {
        Preprocess bgr = Preprocess.parse("mean=1:2:3,std=1:2:4,channels=bgr");
        assertEquals(Tensor.of(Shape.of(3, 1, 1), 29, 9, 1.75f),
                bgr.apply(Tensor.ofU8(Shape.of(3, 1, 1), (byte) 10, (byte) 20, (byte) 30)));
    }

    @Test
    void turnsTheAxesWhereTheNetworkWantsThemOtherwise() {
        Tensor planes = Tensor.of(Shape.of(2, 1, 3), 1, 2, 3, 4, 5, 6);
        Tensor pixels = Tensor.of(Shape.of(1, 3, 2), 1, 4, 2, 5, 3, 6);
        Preprocess nhwc = Preprocess.parse("layout=nhwc");
        assertEquals(pixels, nhwc.apply(planes));
        assertEquals(planes, Preprocess.RAW.apply(pixels, Layout.NHWC));
        assertEquals(pixels, nhwc.apply(pixels, Layout.NHWC));
        assertEquals(Tensor.of(Shape.of(1, 1, 2), 0, 2), Preprocess.parse("mean=1:2,layout=nhwc")
                .apply(Tensor.of(Shape.of(1, 1, 2), 1, 4), Layout.NHWC));
    }

    @Test
    void takesArraysOfAnyRankAsOneChannel() {
        assertEquals(Tensor.of(Shape.of(4), -2, 0, 2, 4), Preprocess.parse("scale=2,mean=4,std=1,layout=nhwc")
                .apply(Tensor.ofI8(Shape.of(4), (byte) 1, (byte) 2, (byte) 3, (byte) 4)));
        assertThrows(IllegalArgumentException.class, () -> Preprocess.IMAGENET.apply(Tensor.of(Shape.of(3), 1, 2, 3)));
    }

    @Test
    void refusesAnImageThatDoesNotFit() {
        refuses("1 channel, needed 3", Preprocess.IMAGENET, image(1, 28, 28));
        refuses("channels = bgr", Preprocess.parse("channels=bgr"), image(1, 2, 2));
        refuses("needed at least 4x5", Preprocess.parse("crop=4x5"), image(3, 4, 4));
        refuses("needed u8[c, h, w]", Preprocess.parse("resize=4"), Tensor.of(Shape.of(1, 2, 2), 1, 2, 3, 4));
    }

    private static void refuses(String reason, Preprocess preprocess, Tensor image) {
        String message = assertThrows(IllegalArgumentException.class, () -> preprocess.apply(image)).getMessage();
        assertTrue(message.contains(reason), message);
    }

    /// The right column is what Pillow 12.3 makes of the same images.
    @ParameterizedTest
    @CsvSource({
        "'resize=32x32', 50, 40, [3x32x32], 391510, 1773639281",
        "'resize=20', 33, 77, [3x20x46], 351696, 1128568083",
        "'resize=20,crop=16x12', 77, 33, [3x16x12], 73533, 927162262",
        "'resize=31x5', 10, 12, [3x31x5], 59319, 1647102018",
        "'resize=17', 5, 5, [3x17x17], 107813, 193256544",
        "'crop=7x6', 10, 11, [3x7x6], 15360, -1100997521",
        "'resize=1x1', 9, 9, [3x1x1], 385, 155936"
    })
    void resizesAndCropsAsPillowDoes(String text, int height, int width, String shape, int sum, int hash) {
        Tensor out = Preprocess.parse(text).apply(image(3, height, width));
        int[] values = new int[out.size()];
        Arrays.setAll(values, i -> (int) out.floatAt(i));
        assertEquals(shape, Arrays.toString(out.shape().sizes()).replace(", ", "x"));
        assertEquals(sum, Arrays.stream(values).sum());
        assertEquals(hash, Arrays.hashCode(values));
    }
}
