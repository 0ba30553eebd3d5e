package dev.vernier.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class SampleSizeTest {
    @Test
    void givesTheFewestSamplesThatShowTheObservedChange() {
        for (int[] counts : new int[][] {{62, 48}, {103, 78}, {8, 3}, {3, 0}, {40, 60}}) {
            Paired paired = new Paired(10_000, 7_500, counts[0], counts[1], 9_000);
            long n = SampleSize.toShow(paired).orElseThrow();
            double share = (counts[0] + counts[1]) / 10_000.0;
            double lean = Math.abs(counts[1] - counts[0]) / (double) (counts[0] + counts[1]);
            int pairs = (int) Math.round(n * share);
            assertTrue(rejected(pairs, share, lean) >= Power.ENOUGH - 1e-3, paired.toString());
            assertTrue(rejected(pairs - 2, share, lean) < Power.ENOUGH, paired.toString());
        }
    }

    @Test
    void goesOnSmoothlyWhereTheNormalFormulaTakesOver() {
        long before = 0;
        for (int gained = 50; gained < 100; gained++) {
            long n = SampleSize.toShow(new Paired(10_000, 7_500, 100, gained, 9_000)).orElseThrow();
            assertTrue(n > before, "gained = " + gained);
            before = n;
        }
        assertEquals(OptionalLong.empty(), SampleSize.toShow(new Paired(10_000, 7_500, 100, 100, 9_000)));
    }

    @Test
    void followsConnorsFormulaForSmallChanges() {
        double root = 1.959964 + 0.841621 * Math.sqrt(1 - 0.0179 * (5.0 / 179) * (5.0 / 179));
        double expected = root * root / (5.0 / 179) / (5.0 / 179) / 0.0179;
        assertEquals(expected, SampleSize.toShow(new Paired(10_000, 7_500, 92, 87, 9_769)).orElseThrow(), 10);
    }

    @Test
    void givesTheSamplesAtWhichTheIntervalProbablyLiesWithinTheBounds() {
        double[][] cases = {{62, 48, -0.5, 0.5}, {92, 87, -0.3, 0.3}, {40, 60, -0.5, 100}, {30, 10, -0.4, 0.4},
            {300, 290, -1, 100}};
        for (double[] one : cases) {
            Paired paired = new Paired(10_000, 7_500, (int) one[0], (int) one[1], 9_000);
            long n = SampleSize.toBound(paired, one[2], one[3]).orElseThrow();
            double share = (one[0] + one[1]) / 10_000;
            double shown = new Outcomes((int) n, share, one[1] / (one[0] + one[1])).probabilityOf((lost, gained) -> {
                Interval interval = ScoreInterval.ofChange(lost, gained, (int) n, ScoreInterval.CONFIDENCE);
                return one[2] <= interval.low() && interval.high() <= one[3];
            });
            assertEquals(Power.ENOUGH, shown, 0.03, paired + " " + n);
        }
    }

    @Test
    void needsAsManySamplesWithoutDiscordantPairsAsTheIntervalOfNoneSays() {
        long n = SampleSize.toBound(new Paired(100, 75, 0, 0, 90), -0.5, 0.5).orElseThrow();
        assertTrue(ScoreInterval.ofChange(0, 0, (int) n, ScoreInterval.CONFIDENCE).isWithin(0.5));
        assertFalse(ScoreInterval.ofChange(0, 0, (int) n - 2, ScoreInterval.CONFIDENCE).isWithin(0.5));
    }

    @Test
    void boundsNothingWhereTheObservedChangeLiesBeyond() {
        Paired paired = new Paired(1_000, 750, 20, 10, 900);
        assertEquals(OptionalLong.empty(), SampleSize.toBound(paired, -0.5, 0.5));
        assertEquals(OptionalLong.empty(), SampleSize.toBound(paired, -1, 100));
        assertEquals(OptionalLong.empty(), SampleSize.toBound(paired, -1 - 1e-9, 100));
        assertThrows(IllegalArgumentException.class, () -> SampleSize.toBound(paired, 0.5, 0.5));
        assertThrows(IllegalArgumentException.class, () -> SampleSize.toBound(paired, -101, 0.5));
        assertThrows(IllegalArgumentException.class, () -> SampleSize.toBound(paired, Double.NaN, 0.5));
    }

    private static double rejected(int pairs, double share, double lean) {
        return new Outcomes((int) Math.ceil(pairs / share), share, (1 + lean) / 2)
                .probabilityOf((lost, gained) -> new McNemar(lost, gained).rejects());
    }
}
