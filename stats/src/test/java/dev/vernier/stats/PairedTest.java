package dev.vernier.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PairedTest {
    private static final Predictions REFERENCE =
            Predictions.of(new int[] {0, 1, 2, 3, 4, 5}, new int[] {0, 1, 0, 0, 0, -1});
    private static final Predictions CANDIDATE =
            Predictions.of(new int[] {0, 2, 0, 3, 5, 6}, new int[] {0, 1, 0, 0, 0, -1});

    @Test
    void countsLostGainedAndAgreeingAmongTheLabelledSamples() {
        Paired paired = Paired.of(REFERENCE, CANDIDATE);
        assertEquals(new Paired(5, 2, 1, 1, 2), paired);
        assertEquals(2, paired.candidateCorrect());
        assertEquals(0, paired.change());
        assertEquals(40, paired.agreement());
        assertFalse(paired.isIdentical());
    }

    @Test
    void isIdenticalWithItself() {
        Paired paired = Paired.of(REFERENCE, REFERENCE);
        assertTrue(paired.isIdentical());
        assertEquals(1, paired.p());
        assertEquals(100, paired.agreement());
    }

    @Test
    void turnsEveryNumberAroundWhenTheTwoAreSwapped() {
        Paired forth = new Paired(10_000, 7_500, 120, 80, 9_500);
        Paired back = new Paired(10_000, 7_460, 80, 120, 9_500);
        assertEquals(-forth.change(), back.change());
        assertEquals(forth.p(), back.p());
        assertEquals(-forth.interval().low(), back.interval().high());
        assertEquals(forth.minimumDetectable(), back.minimumDetectable());
    }

    @Test
    void saysWhatItKnowsOfOneSampleThatIsLost() {
        Paired paired = new Paired(1, 1, 1, 0, 0);
        assertEquals(-100, paired.change());
        assertEquals(1, paired.p());
        assertTrue(paired.interval().contains(-100));
        assertTrue(paired.minimumDetectable().isEmpty());
    }

    @Test
    void isEquivalentJustWhereTheWholeIntervalIsWithinTheMargin() {
        Paired paired = new Paired(10_000, 7_500, 14, 9, 9_900);
        double margin = -paired.interval().low();
        assertTrue(paired.isEquivalent(margin));
        assertFalse(paired.isEquivalent(0.999 * margin));
        assertThrows(IllegalArgumentException.class, () -> paired.isEquivalent(0));
        assertThrows(IllegalArgumentException.class, () -> paired.isEquivalent(Double.NaN));
    }

    @Test
    void isEquivalentWithinItsOwnMarginAndNoSmallerOne() {
        for (Paired paired : List.of(new Paired(10_000, 7_500, 120, 80, 9_500),
                new Paired(10_000, 7_500, 9, 14, 9_900), new Paired(10_000, 7_500, 0, 0, 10_000))) {
            assertTrue(paired.isEquivalent(paired.equivalenceMargin()));
            assertFalse(paired.isEquivalent(Math.nextDown(paired.equivalenceMargin())));
        }
    }

    @Test
    void asksForMoreSamplesOnlyWhereTheyCouldTellMore() {
        Paired open = new Paired(10_000, 7_500, 62, 48, 9_500);
        assertEquals(SampleSize.toShow(open).orElseThrow() - 10_000, open.moreSamples().orElseThrow());
        assertEquals(SampleSize.toBound(open, -0.3, 100).orElseThrow() - 10_000,
                open.moreSamples(-0.3, 100).orElseThrow());
        assertTrue(open.moreSamples(-0.5, 100).isEmpty());
        assertTrue(open.moreSamples(-0.1, 100).isEmpty());
        assertTrue(new Paired(10_000, 7_500, 120, 80, 9_500).moreSamples().isEmpty());
        assertTrue(new Paired(10_000, 7_500, 80, 80, 9_500).moreSamples().isEmpty());
    }

    @Test
    void refusesToPairDifferentSamples() {
        refuses("predictions: 6 samples against 1, needed the same samples in the same order",
                REFERENCE, Predictions.of(new int[1], new int[1]));
        refuses("predictions: sample 0 has label 0 in one and 1 in the other,"
                + " needed the same samples in the same order",
                Predictions.of(new int[1], new int[1]), Predictions.of(new int[1], new int[] {1}));
        Predictions unlabelled = Predictions.of(new int[1], new int[] {-1});
        refuses("predictions: no sample has a label, needed at least one", unlabelled, unlabelled);
    }

    @Test
    void refusesCountsThatDoNotFitTogether() {
        assertThrows(IllegalArgumentException.class, () -> new Paired(0, 0, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Paired(10, 3, 4, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Paired(10, 9, 0, 2, 9));
        assertThrows(IllegalArgumentException.class, () -> new Paired(10, 5, 1, 1, 9));
        assertThrows(IllegalArgumentException.class, () -> new Paired(10, 5, 1, 1, 3));
    }

    private static void refuses(String message, Predictions reference, Predictions candidate) {
        assertEquals(message,
                assertThrows(IllegalArgumentException.class, () -> Paired.of(reference, candidate)).getMessage());
    }
}
