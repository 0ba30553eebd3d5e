package dev.vernier.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ScoreIntervalTest {
    private static final double Z_SQUARED = 3.841458820694124;

    @Test
    void agreesWithTheExamplesOfTango1998() {
        assertInterval(-2.7, 39.0, ScoreInterval.ofChange(3, 9, 32, 0.95));
        assertInterval(-9.6, 3.7, ScoreInterval.ofChange(1, 0, 44, 0.90));
    }

    @Test
    void agreesWithTheExampleOfAgrestiAndMin2005() {
        assertInterval(-2.0, 20.7, ScoreInterval.ofChange(8, 16, 86, 0.95));
    }

    @Test
    void agreesWithAirwayReactivityInFagerlandLydersenAndLaake2014() {
        assertInterval(-51.7, -2.6, ScoreInterval.ofChange(7, 1, 21, 0.95));
    }

    @Test
    void hasAClosedFormWithoutDiscordantPairs() {
        for (int n : new int[] {1, 2, 10, 1_000, 1_000_000}) {
            Interval interval = ScoreInterval.ofChange(0, 0, n, 0.95);
            assertEquals(100 * Z_SQUARED / (n + Z_SQUARED), interval.high(), 1e-9);
            assertEquals(-interval.high(), interval.low());
        }
    }

    @Test
    void hasAClosedFormWhereEverySampleIsLost() {
        for (int n : new int[] {1, 2, 10, 1_000, 1_000_000}) {
            Interval interval = ScoreInterval.ofChange(n, 0, n, 0.95);
            assertEquals(-100, interval.low());
            assertEquals(-100 * (n - Z_SQUARED) / (n + Z_SQUARED), interval.high(), 1e-7);
        }
    }

    @Test
    void containsTheObservedChangeAndIsMirroredBySwappingLossesAndGains() {
        for (int n = 1; n <= 30; n++) {
            for (int lost = 0; lost <= n; lost++) {
                for (int gained = 0; lost + gained <= n; gained++) {
                    Interval interval = ScoreInterval.ofChange(lost, gained, n, 0.95);
                    Interval swapped = ScoreInterval.ofChange(gained, lost, n, 0.95);
                    assertTrue(interval.contains(100.0 * (gained - lost) / n), () -> interval.toString());
                    assertTrue(-100 <= interval.low() && interval.high() <= 100, () -> interval.toString());
                    assertEquals(-interval.high(), swapped.low());
                    assertEquals(-interval.low(), swapped.high());
                }
            }
        }
    }

    @Test
    void movesUpWithEveryGainAndDownWithEveryLoss() {
        int n = 200;
        for (int lost = 0; lost < 40; lost++) {
            for (int gained = 0; gained < 40; gained++) {
                Interval interval = ScoreInterval.ofChange(lost, gained, n, 0.95);
                Interval gainedOneMore = ScoreInterval.ofChange(lost, gained + 1, n, 0.95);
                Interval lostOneMore = ScoreInterval.ofChange(lost + 1, gained, n, 0.95);
                assertTrue(interval.high() < gainedOneMore.high());
                assertTrue(lostOneMore.low() < interval.low());
            }
        }
    }

    @Test
    void narrowsWithMoreSamplesAndWidensWithMoreConfidence() {
        double width = Double.POSITIVE_INFINITY;
        for (int scale = 1; scale <= 1_000; scale *= 10) {
            Interval interval = ScoreInterval.ofChange(12 * scale, 8 * scale, 1_000 * scale, 0.95);
            Interval surer = ScoreInterval.ofChange(12 * scale, 8 * scale, 1_000 * scale, 0.99);
            assertTrue(interval.high() - interval.low() < width);
            assertTrue(surer.low() < interval.low() && interval.high() < surer.high());
            width = interval.high() - interval.low();
        }
    }

    @Test
    void leavesZeroOutWheneverTheExactTestRejects() {
        for (int pairs = 0; pairs <= 300; pairs++) {
            for (int lost = 0; lost <= pairs; lost++) {
                boolean rejects = new McNemar(lost, pairs - lost).rejects();
                Interval interval = ScoreInterval.ofChange(lost, pairs - lost, 1_000, 0.95);
                assertFalse(rejects && interval.contains(0), () -> interval.toString());
            }
        }
    }

    @Test
    void agreesWithWilsonsIntervalInTableOneOfNewcombe1998() {
        assertInterval(25.53, 36.62, ScoreInterval.ofProportion(81, 263, 0.95), 0.005);
        assertInterval(6.24, 16.05, ScoreInterval.ofProportion(15, 148, 0.95), 0.005);
        assertInterval(0, 16.11, ScoreInterval.ofProportion(0, 20, 0.95), 0.005);
        assertInterval(0.61, 17.18, ScoreInterval.ofProportion(1, 29, 0.95), 0.005);
    }

    @Test
    void endsAProportionOfNoneAtZeroAndOneOfAllAtAHundred() {
        assertEquals(0, ScoreInterval.ofProportion(0, 7, 0.95).low());
        assertEquals(100, ScoreInterval.ofProportion(7, 7, 0.95).high());
    }

    @Test
    void rejectsCountsThatDoNotFitTogether() {
        assertThrows(IllegalArgumentException.class, () -> ScoreInterval.ofChange(1, 1, 1, 0.95));
        assertThrows(IllegalArgumentException.class, () -> ScoreInterval.ofChange(0, 0, 0, 0.95));
        assertThrows(IllegalArgumentException.class, () -> ScoreInterval.ofChange(-1, 0, 1, 0.95));
        assertThrows(IllegalArgumentException.class, () -> ScoreInterval.ofChange(0, 0, 1, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> ScoreInterval.ofProportion(2, 1, 0.95));
        assertThrows(IllegalArgumentException.class, () -> new Interval(Double.NaN, 1));
    }

    private static void assertInterval(double low, double high, Interval interval) {
        assertInterval(low, high, interval, 0.05);
    }

    private static void assertInterval(double low, double high, Interval interval, double tolerance) {
        assertEquals(low, interval.low(), tolerance);
        assertEquals(high, interval.high(), tolerance);
    }
}
