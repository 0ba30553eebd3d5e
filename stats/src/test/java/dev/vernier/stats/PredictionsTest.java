package dev.vernier.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PredictionsTest {
    @Test
    void countsTheCorrectOnesOfThoseWithALabel() {
        Predictions predictions = Predictions.of(new int[] {0, 1, 2, 3}, new int[] {0, 1, 9, -1});
        assertEquals(4, predictions.n());
        assertEquals(3, predictions.labelled());
        assertEquals(2, predictions.correct());
        assertEquals(200.0 / 3, predictions.top1());
        assertTrue(predictions.top1Interval().contains(predictions.top1()));
    }

    @Test
    void hasNoAccuracyWithoutLabels() {
        assertEquals(Double.NaN, Predictions.of(new int[] {0}, new int[] {-1}).top1());
    }

    @Test
    void agreesWithItselfOnEverySampleLabelledOrNot() {
        Predictions predictions = Predictions.of(new int[] {0, 1, 2}, new int[] {0, 0, -1});
        assertEquals(100, predictions.agreementWith(predictions));
        assertEquals(200.0 / 3, predictions.agreementWith(Predictions.of(new int[] {0, 1, 3}, new int[] {0, 0, -1})));
    }

    @Test
    void equalsByContentAndKeepsItsOwnCopy() {
        int[] classes = {1, 2};
        Predictions predictions = Predictions.of(classes, new int[] {1, 1});
        classes[0] = 7;
        assertEquals(Predictions.of(new int[] {1, 2}, new int[] {1, 1}), predictions);
        assertEquals(Predictions.of(new int[] {1, 2}, new int[] {1, 1}).hashCode(), predictions.hashCode());
        assertNotEquals(Predictions.of(new int[] {1, 2}, new int[] {1, 2}), predictions);
    }

    @Test
    void joinsThoseOfSeveralPartsInTheirOrder() {
        Predictions whole = Predictions.of(new int[] {3, 1, 2, 0, 1}, new int[] {3, -1, 2, 2, 0});
        assertEquals(whole, Predictions.join(List.of(whole.at(List.of(0, 1)), whole.at(List.of(2)),
                whole.at(List.of(3, 4)))));
        assertThrows(IllegalArgumentException.class, () -> Predictions.join(List.of()));
    }

    @Test
    void refusesWhatIsNoPrediction() {
        refuses("predictions: no sample, needed at least one", new int[0], new int[0]);
        refuses("predictions: 2 predictions and 1 labels, needed as many of both", new int[2], new int[1]);
        refuses("predictions: class -1 for sample 1, needed 0 or more", new int[] {0, -1}, new int[2]);
        refuses("predictions: label -2 of sample 0, needed 0 or more, or -1 for unknown", new int[1], new int[] {-2});
    }

    private static void refuses(String message, int[] predictions, int[] labels) {
        assertEquals(message,
                assertThrows(IllegalArgumentException.class, () -> Predictions.of(predictions, labels)).getMessage());
    }
}
