package dev.vernier.audit.ladder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.stats.Predictions;
import dev.vernier.stats.SliceChange;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PairingTest {
    private static final Recorded BASE =
            recorded("a", "raw", new int[] {0, 1, 2, 0}, new int[] {0, 1, 2, 3}, 7, 5, 9, 5);

    @Test
    void pairsTheSameSamplesWithoutAWord() {
        Pairing.Same same = same(BASE, BASE);
        assertTrue(same.isById());
        assertEquals(List.of(), same.remarks());
        assertTrue(same.paired().isIdentical());
    }

    @Test
    void putsSamplesOfAnotherOrderInTheSameOneAndSaysSo() {
        Recorded other = recorded("b", "raw", new int[] {2, 1, 0, 0}, new int[] {2, 1, 0, 3}, 9, 5, 7, 5);
        Pairing.Same same = same(BASE, other);
        assertEquals(Predictions.of(new int[] {0, 1, 2, 0}, new int[] {0, 1, 2, 3}), same.candidate());
        assertTrue(same.remarks().getFirst().isHarmless());
        assertTrue(same.remarks().getFirst().text().contains("another order"));
    }

    @Test
    void comparesOnTheSamplesThatBothHaveAndWarns() {
        Pairing.Same same = same(BASE, recorded("b", "raw", new int[] {1, 2}, new int[] {2, 1}, 9, 5));
        assertEquals(2, same.paired().n());
        assertFalse(same.remarks().getFirst().isHarmless());
        assertTrue(same.remarks().getFirst().text().contains("4 samples in a, 2 in b"), same.remarks().toString());
    }

    @Test
    void takesTheSlicesAlongIntoTheReferencesOrder() {
        Recorded other = recorded("b", "raw", new int[] {2, 1, 0, 0}, new int[] {2, 1, 0, 3}, 9, 5, 7, 5);
        Recorded sliced = sliced(other, 90, 51, 70, 52);
        assertEquals(List.of(70, 51, 90, 52), same(BASE, sliced).slices());
        assertEquals(List.of(1, 1, 2, 2), same(sliced(BASE, 1, 1, 2, 2), sliced).slices());
        assertEquals(List.of(1, 2), same(sliced(BASE, 1, 1, 2, 2), sliced).bySlice().stream().map(SliceChange::slice)
                .toList());
        assertEquals(List.of(), same(BASE, other).bySlice());
        assertThrows(InputException.class, () -> sliced(other, 1, 2));
    }

    @Test
    void warnsOfOtherPreprocessing() {
        Pairing.Same same =
                same(BASE, recorded("b", "unit", new int[] {0, 1, 2, 0}, new int[] {0, 1, 2, 3}, 7, 5, 9, 5));
        assertTrue(same.remarks().getFirst().text().contains("raw in a, unit in b"), same.remarks().toString());
    }

    @Test
    void refusesSamplesOfWhichNoneIsInBoth() {
        assertTrue(different(BASE, recorded("b", "raw", new int[] {0}, new int[] {0}, 8))
                .contains("none of them in both"));
    }

    @Test
    void refusesOtherLabelsOfTheSameSamplesAndShowsTheFirst() {
        String text = different(BASE, recorded("b", "raw", new int[] {0, 1, 2, 0}, new int[] {0, 2, 2, 3}, 7, 5, 9, 5));
        assertTrue(text.contains("1 of 4 samples") && text.contains("1 in a and 2 in b"), text);
    }

    @Test
    void pairsByOrderWhereIdsAreNotKnownInBoth() {
        Recorded bare = bare("b", 0, 1, 2, 3);
        assertFalse(same(BASE, bare).isById());
        assertTrue(different(BASE, bare("b", 0, 1, 2)).contains("4 samples in a, 3 in b, and no ids"));
        assertTrue(different(BASE, bare("b", 3, 2, 1, 0)).contains("same labels in another order"));
        assertFalse(different(BASE, bare("b", 3, 2, 1, 1)).contains("another order"));
    }

    @Test
    void refusesRecordsWithoutLabelsOrWithMissingIds() {
        assertThrows(InputException.class, () -> recorded("b", "raw", new int[] {0, 1}, new int[] {0, 1}, 5));
        assertThrows(InputException.class, () -> recorded("b", "raw", new int[] {0}, new int[] {-1}, 5));
    }

    private static Pairing.Same same(Recorded reference, Recorded candidate) {
        return assertInstanceOf(Pairing.Same.class, Pairing.of(reference, candidate));
    }

    private static String different(Recorded reference, Recorded candidate) {
        return assertInstanceOf(Pairing.Different.class, Pairing.of(reference, candidate)).text();
    }

    private static Recorded sliced(Recorded recorded, Integer... slices) {
        return new Recorded(recorded.name(), recorded.predictions(), recorded.ids(), recorded.preprocessing(),
                List.of(slices));
    }

    private static Recorded bare(String name, int... labels) {
        return new Recorded(name, Predictions.of(labels, labels), Optional.empty(), Optional.empty(), List.of());
    }

    private static Recorded recorded(String name, String preprocessing, int[] predictions, int[] labels, long... ids) {
        return new Recorded(name, Predictions.of(predictions, labels), Optional.of(Tensor.vector(ids)),
                Optional.of(preprocessing), List.of());
    }
}
