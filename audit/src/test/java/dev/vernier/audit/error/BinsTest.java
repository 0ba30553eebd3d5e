package dev.vernier.audit.error;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinsTest {
    private static Bins of(float... values) {
        return Bins.of(Tensor.of(Shape.of(values.length), values));
    }

    @Test
    void hasTheNarrowestPowersOfTwoThatSixtyFourBinsCover() {
        Bins bins = of(0, 0.5f, 63.9f, -0f);
        assertEquals(1, bins.width());
        assertEquals(0, bins.low());
        assertEquals(64, bins.counts().length);
        assertEquals(3, bins.counts()[0]);
        assertEquals(1, bins.counts()[63]);
        assertEquals(2, of(0, 64).width());
    }

    @Test
    void countsNegativeValuesBelowZero() {
        Bins bins = of(-1, -0.25f, 0, 62);
        assertEquals(-1, bins.low());
        assertArrayEquals(new long[] {2, 1}, Arrays.copyOf(bins.counts(), 2));
    }

    @Test
    void holdsEqualValuesInOneBin() {
        assertArrayEquals(new long[] {2}, of(0, 0).counts());
        assertArrayEquals(new long[] {3}, of(1.1f, 1.1f, 1.1f).counts());
        assertArrayEquals(new long[] {1}, of(Float.MIN_VALUE).counts());
        assertEquals(2, Arrays.stream(of(-Float.MAX_VALUE, Float.MAX_VALUE).counts()).sum());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void mergesPartsIntoExactlyTheWhole(long seed) {
        Random random = new Random(seed);
        float[] values = new float[200];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(5) - 2));
        }
        int[] cuts = {0, 1, 2, 50, 51, 200};
        Bins forward = Bins.NONE;
        Bins backward = Bins.NONE;
        for (int i = 1; i < cuts.length; i++) {
            forward = forward.merge(of(Arrays.copyOfRange(values, cuts[i - 1], cuts[i])));
            backward = of(Arrays.copyOfRange(values, cuts[i - 1], cuts[i])).merge(backward);
        }
        assertEquals(of(values), forward, "seed " + seed);
        assertEquals(forward, backward, "seed " + seed);
    }

    @Test
    void refusesWhatIsNotFinite() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> of(1, Float.POSITIVE_INFINITY)).getMessage()
                .contains("needed finite numbers"));
        assertThrows(IllegalArgumentException.class, () -> of(Float.NaN));
    }
}
