package dev.vernier.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SliceChangeTest {
    @Test
    void countsEachClassByItselfAndCorrectsForLookingAtAll() {
        int[] labels = IntStream.range(0, 60).map(sample -> sample % 3 == 2 ? -1 : sample % 3 * 5).toArray();
        int[] lost = IntStream.range(0, 60).map(sample -> sample < 18 && labels[sample] == 5 ? 1 : labels[sample] + 0)
                .map(prediction -> Math.max(0, prediction)).toArray();
        Predictions reference = Predictions.of(IntStream.of(labels).map(label -> Math.max(0, label)).toArray(), labels);
        List<SliceChange> changes = SliceChange.ofClasses(reference, Predictions.of(lost, labels));
        assertEquals(List.of(0, 5), changes.stream().map(SliceChange::slice).toList());
        assertEquals(new Paired(20, 20, 6, 0, 14), changes.get(1).paired());
        assertEquals(2 * changes.get(1).paired().p(), changes.get(1).adjusted(), 1e-12);
        assertFalse(changes.get(1).isSignificant());
        assertTrue(changes.get(1).paired().mcNemar().rejects());
        assertEquals(1, changes.get(0).adjusted());
    }

    @Test
    void countsTheSlicesThatAUserGivesAndLeavesUnlabelledSamplesOut() {
        int[] labels = IntStream.range(0, 40).map(sample -> sample == 39 ? -1 : 1).toArray();
        int[] right = IntStream.range(0, 40).map(sample -> 1).toArray();
        int[] lost = IntStream.range(0, 40).map(sample -> sample % 4 == 0 ? 2 : 1).toArray();
        List<SliceChange> changes = SliceChange.of(Predictions.of(right, labels), Predictions.of(lost, labels),
                sample -> sample == 39 ? -7 : sample % 4 == 0 ? 100 : 3);
        assertEquals(List.of(3, 100), changes.stream().map(SliceChange::slice).toList());
        assertEquals(new Paired(29, 29, 0, 0, 29), changes.get(0).paired());
        assertEquals(new Paired(10, 10, 10, 0, 0), changes.get(1).paired());
        assertEquals(2 * changes.get(1).paired().p(), changes.get(1).adjusted(), 1e-12);
        assertTrue(changes.get(1).isSignificant());
    }
}
