package dev.vernier.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ClassChangeTest {
    @Test
    void countsEachClassByItselfAndCorrectsForLookingAtAll() {
        int[] labels = IntStream.range(0, 60).map(sample -> sample % 3 == 2 ? -1 : sample % 3 * 5).toArray();
        int[] lost = IntStream.range(0, 60).map(sample -> sample < 18 && labels[sample] == 5 ? 1 : labels[sample] + 0)
                .map(prediction -> Math.max(0, prediction)).toArray();
        Predictions reference = Predictions.of(IntStream.of(labels).map(label -> Math.max(0, label)).toArray(), labels);
        List<ClassChange> changes = ClassChange.of(reference, Predictions.of(lost, labels));
        assertEquals(List.of(0, 5), changes.stream().map(ClassChange::label).toList());
        assertEquals(new Paired(20, 20, 6, 0, 14), changes.get(1).paired());
        assertEquals(2 * changes.get(1).paired().p(), changes.get(1).adjusted(), 1e-12);
        assertFalse(changes.get(1).isSignificant());
        assertTrue(changes.get(1).paired().mcNemar().rejects());
        assertEquals(1, changes.get(0).adjusted());
    }
}
