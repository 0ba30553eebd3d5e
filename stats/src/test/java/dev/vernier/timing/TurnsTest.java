package dev.vernier.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TurnsTest {
    @Test
    void contestantsTakeTurnsInBothOrders() {
        List<String> runs = new ArrayList<>();
        Map<String, Runnable> contestants = new LinkedHashMap<>();
        contestants.put("a", () -> runs.add("a"));
        contestants.put("b", () -> runs.add("b"));
        Map<String, Timing> timings = new Turns(6, 2).time(contestants);
        assertEquals(List.of("a", "b"), List.copyOf(timings.keySet()));
        List<String> twoRounds = List.of("a", "a", "a", "b", "b", "b", "b", "b", "b", "a", "a", "a");
        assertEquals(Collections.nCopies(3, twoRounds).stream().flatMap(List::stream).toList(), runs);
        assertEquals(6, timings.get("a").rounds().size());
    }

    @Test
    void aTurnOfOneRunIsTimedAtOnce() {
        List<String> runs = new ArrayList<>();
        new Turns(6, 1).time(Map.of("a", () -> runs.add("a")));
        assertEquals(6, runs.size());
    }

    @Test
    void turnsEndWhenTheyAreToldTo() {
        List<Integer> heard = new ArrayList<>();
        Map<String, Timing> timings = new Turns(6, 1).time(Map.of("a", () -> {}), done -> {
            heard.add(done);
            return done < 3;
        });
        assertEquals(List.of(1, 2, 3), heard);
        assertEquals(3, timings.get("a").rounds().size());
    }

    @Test
    void aTimeOfEqualPartsIsDivided() {
        assertEquals(new Timing(List.of(1.0, 3.0), 0.5), new Timing(List.of(2.0, 6.0), 1).dividedBy(2));
    }

    @Test
    void aTurnCountsItsMedianAndAllCountTheFastest() {
        Timing timing = Timing.of(new double[][] {{3, 1, 9}, {4, 2, 5}, {7, 8, 6}});
        assertEquals(List.of(3.0, 4.0, 7.0), timing.rounds());
        assertEquals(4, timing.median());
        assertEquals(1, timing.fastest());
    }

    @Test
    void theMedianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
        assertEquals(2.5, Timing.median(new double[] {4, 1, 3, 2}));
    }

    @Test
    void aRatioComparesRoundByRound() {
        Timing steady = new Timing(List.of(1.0, 2.0, 4.0, 8.0, 16.0, 32.0), 1);
        Timing twice = new Timing(List.of(2.0, 4.0, 8.0, 16.0, 32.0, 64.0), 2);
        assertEquals(new Ratio(2, 2, 2), steady.against(twice));
        assertEquals(new Ratio(0.5, 0.5, 0.5), twice.against(steady));
        assertThrows(IllegalArgumentException.class, () -> steady.against(new Timing(List.of(1.0), 1)));
    }

    /// The ranks of the sign test's interval: Conover's table A3 has 6 and 15 of 20.
    @Test
    void theIntervalIsTheSignTests() {
        assertEquals(new Ratio(10.5, 6, 15), Ratio.of(oneTo(20)));
        assertEquals(new Ratio(3.5, 1, 6), Ratio.of(oneTo(6)));
        assertEquals(new Ratio(3, 0, Double.POSITIVE_INFINITY), Ratio.of(oneTo(5)));
    }

    @Test
    void rejectsTooFewRounds() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new Turns(5, 1)).getMessage()
                .contains("rounds = 5"));
        assertThrows(IllegalArgumentException.class, () -> new Turns(6, 0));
    }

    private static double[] oneTo(int last) {
        return IntStream.rangeClosed(1, last).asDoubleStream().toArray();
    }
}
