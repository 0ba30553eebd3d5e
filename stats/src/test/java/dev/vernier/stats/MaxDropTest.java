package dev.vernier.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class MaxDropTest {
    private static final Paired WORSE = new Paired(10_000, 7_500, 120, 80, 9_735);

    @Test
    void isMetWhereTheWholeIntervalSaysSo() {
        assertEquals(MaxDrop.Answer.EXCLUDED, new MaxDrop(0.7).of(WORSE));
        assertEquals(MaxDrop.Answer.EXCLUDED, new MaxDrop(0.1).of(new Paired(10_000, 7_500, 0, 0, 10_000)));
        assertTrue(new MaxDrop(0.7).text("int8", WORSE).startsWith("int8: gate met"));
    }

    @Test
    void isNotMetWhereALargerDropIsNotExcludedThoughTheObservedOneIsSmaller() {
        assertEquals(MaxDrop.Answer.NOT_EXCLUDED, new MaxDrop(0.5).of(WORSE));
        String text = new MaxDrop(0.5).text("int8", WORSE);
        assertTrue(text.contains("not excluded") && text.contains("that it is worse is proven"), text);
    }

    @Test
    void saysWhereALargerDropIsProven() {
        assertEquals(MaxDrop.Answer.PROVEN, new MaxDrop(0.1).of(WORSE));
        assertTrue(new MaxDrop(0.1).text("int8", WORSE).contains("is proven"));
    }

    @Test
    void refusesWhatIsNoDrop() {
        assertThrows(IllegalArgumentException.class, () -> new MaxDrop(-0.1));
        assertThrows(IllegalArgumentException.class, () -> new MaxDrop(Double.NaN));
    }

    @Test
    void asksForMoreSamplesWhereTheyCouldOpenIt() {
        Paired paired = new Paired(10_000, 7_500, 62, 48, 9_500);
        assertEquals(OptionalLong.empty(), new MaxDrop(100).moreSamples(paired));
        assertEquals(OptionalLong.empty(), new MaxDrop(0.5).moreSamples(paired));
        assertEquals(paired.moreSamples(-0.3, 100), new MaxDrop(0.3).moreSamples(paired));
        assertTrue(new MaxDrop(0.3).moreSamples(paired).isPresent());
        assertEquals(OptionalLong.empty(), new MaxDrop(0).moreSamples(paired));
        assertTrue(new MaxDrop(0).moreSamples(new Paired(10_000, 7_500, 48, 62, 9_500)).isPresent());
    }
}
