package dev.vernier.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.stats.CoverageGrid.Point;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// What the interval and the test promise, proved by adding up the exact probability of every outcome on a grid of
/// sample counts, shares of discordant pairs, and true changes from none to all pairs on one side.
final class ExactCoverageTest {
    private static final List<Point> POINTS = CoverageGrid.PROVEN.points();

    @Test
    void theIntervalCoversTheTrueChangeAlmostAsOftenAsItSaysEverywhere() {
        assertHolds(point -> true, point -> point.coverage() >= 93);
    }

    @Test
    void theIntervalCoversTheTrueChangeAsOftenAsItSaysFromTenPairsOn() {
        assertHolds(point -> point.hasEnoughPairs() && !point.isOneSided(),
                point -> point.coverage() >= 94 && point.coverage() <= 96.5);
        assertHolds(point -> point.hasEnoughPairs() && point.isOneSided(),
                point -> point.coverage() >= 94 && point.coverage() <= 97);
    }

    @Test
    void theExactTestRaisesFalseAlarmsAtMostAsOftenAsItSays() {
        assertHolds(Point::isUnchanged, point -> point.rejections() <= 100 * McNemar.ALPHA);
    }

    @Test
    void aChangeAsLargeAsTheMarginIsHardlyEverCalledEquivalent() {
        assertHolds(point -> !point.isUnchanged(), point -> point.equivalences() <= 2.6);
    }

    @Test
    void theOutcomesAddUpToOneAndToWhatABinomialSays() {
        for (Point point : List.of(POINTS.getFirst(), POINTS.get(33), POINTS.getLast())) {
            assertEquals(1, point.outcomes().probabilityOf((lost, gained) -> true), 1e-9);
        }
        double one = 1 - Math.pow(0.999, 200);
        assertEquals(one, POINTS.getFirst().outcomes().probabilityOf((lost, gained) -> lost + gained > 0), 1e-9);
    }

    private static void assertHolds(Predicate<Point> chosen, Predicate<Point> promise) {
        List<Point> points = POINTS.stream().filter(chosen).toList();
        List<Point> failures = points.stream().filter(promise.negate()).toList();
        assertTrue(!points.isEmpty() && failures.isEmpty(), () -> points.size() + " points, of which fail " + failures);
    }
}
