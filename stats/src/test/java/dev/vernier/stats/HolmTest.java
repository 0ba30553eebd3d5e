package dev.vernier.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HolmTest {
    @Test
    void correctsAsTheTextbookExampleDoes() {
        List<Double> adjusted = Holm.adjusted(List.of(0.01, 0.04, 0.03, 0.005));
        double[] expected = {0.03, 0.06, 0.06, 0.02};
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], adjusted.get(i), 1e-15);
        }
    }

    @Test
    void leavesASinglePAsItIsAndNeverExceedsOne() {
        assertEquals(List.of(0.2), Holm.adjusted(List.of(0.2)));
        assertEquals(List.of(1.0, 1.0), Holm.adjusted(List.of(0.6, 1.0)));
        assertEquals(List.of(), Holm.adjusted(List.of()));
    }

    @Test
    void refusesWhatIsNoProbability() {
        assertThrows(IllegalArgumentException.class, () -> Holm.adjusted(List.of(Double.NaN)));
        assertThrows(IllegalArgumentException.class, () -> Holm.adjusted(List.of(1.1)));
    }
}
