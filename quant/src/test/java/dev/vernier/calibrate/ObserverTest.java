package dev.vernier.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObserverTest {
    private static <S extends Statistic<S>> S seen(Observer.Kind<S> kind, float... values) {
        Observer<S> observer = kind.start().get();
        assertTrue(observer.add(MemorySegment.ofArray(values)));
        return observer.statistic();
    }

    private static float[] values(long seed, int count) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(12) - 6));
        }
        return values;
    }

    @Test
    void findsTheSmallestAndLargestValueOfAnySign() {
        assertEquals(new MinMax(-3, 2), seen(Observer.Kind.MINMAX, 1, -3, 2, -1));
        assertEquals(new MinMax(-3, -1), seen(Observer.Kind.MINMAX, -1, -3));
        assertEquals(new MinMax(0, 0), seen(Observer.Kind.MINMAX, -0f, 0f));
        assertEquals(new MinMax(Float.MIN_VALUE, Float.MAX_VALUE),
                seen(Observer.Kind.MINMAX, Float.MAX_VALUE, Float.MIN_VALUE));
    }

    @Test
    void hasNoRangeBeforeAnythingIsSeen() {
        assertEquals(Optional.empty(), seen(Observer.Kind.MINMAX).range());
        assertEquals(Optional.empty(), seen(Observer.Kind.HISTOGRAM).range());
        assertEquals(MinMax.NONE, seen(Observer.Kind.MINMAX));
        assertEquals(Histogram.NONE, seen(Observer.Kind.HISTOGRAM));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void noticesWhatIsNotFinite(float value) {
        for (Observer.Kind<?> kind : new Observer.Kind<?>[] {Observer.Kind.MINMAX, Observer.Kind.HISTOGRAM}) {
            assertFalse(kind.start().get().add(MemorySegment.ofArray(new float[] {1, value, 2})));
        }
        float negativeNaN = Float.intBitsToFloat(0xffc00001);
        assertFalse(Observer.Kind.MINMAX.start().get().add(MemorySegment.ofArray(new float[] {negativeNaN})));
    }

    @Test
    void countsEveryValueInItsBucket() {
        Histogram histogram = seen(Observer.Kind.HISTOGRAM, 1f, 1.001f, -1f, 0f, 0f, 2f, 1.5f);
        assertEquals(2, histogram.count(Histogram.bucket(1f)));
        assertEquals(2, histogram.count(Histogram.bucket(0f)));
        assertEquals(1, histogram.count(Histogram.bucket(-1f)));
        assertEquals(7, histogram.total());
        assertEquals(new MinMax(-1, 2), histogram.ends());
    }

    @Test
    void mergesToTheSameInEveryOrderAndGrouping() {
        long seed = new Random().nextLong();
        float[] values = values(seed, 10_001);
        Histogram whole = seen(Observer.Kind.HISTOGRAM, values);
        Histogram merged = Histogram.NONE;
        int[] cuts = {10_001, 7_001, 7_000, 320, 0};
        for (int i = 0; i + 1 < cuts.length; i++) {
            merged = merged.merge(seen(Observer.Kind.HISTOGRAM, Arrays.copyOfRange(values, cuts[i + 1], cuts[i])));
        }
        assertEquals(whole, merged, "seed " + seed);
        assertEquals(whole, Histogram.NONE.merge(whole));
        assertEquals(whole.ends(), seen(Observer.Kind.MINMAX, values));
    }
}
