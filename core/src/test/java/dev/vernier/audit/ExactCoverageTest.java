package dev.vernier.audit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the interval and the test promise, proved by adding up the exact probability of every outcome on a grid of
/// sample counts, shares of discordant pairs, and true changes from none to all pairs on one side.
final class ExactCoverageTest {
    private static final int[] SAMPLES = {200, 500, 1_000, 2_000, 5_000, 10_000};
    private static final double[] DISCORDANT = {0.001, 0.002, 0.005, 0.01, 0.02, 0.05};
    private static final double[] GAINED = {0, 0.1, 0.25, 0.4, 0.5, 0.75, 1};

    @Test
    void theIntervalCoversTheTrueChangeAsOftenAsItSays() {
        List<String> failures = new ArrayList<>();
        for (int n : SAMPLES) {
            for (double share : DISCORDANT) {
                for (double gained : GAINED) {
                    Outcomes outcomes = new Outcomes(n, share, gained);
                    double change = outcomes.change();
                    double coverage = outcomes.probabilityOf((lose, gain) -> ScoreInterval
                            .ofChange(lose, gain, n, ScoreInterval.CONFIDENCE).contains(change));
                    boolean many = n * share >= 10;
                    boolean bothWays = gained > 0 && gained < 1;
                    double low = many ? 0.94 : 0.93;
                    double high = many && bothWays ? 0.965 : 1;
                    if (coverage < low || coverage > high) {
                        failures.add(outcomes + ": coverage " + coverage);
                    }
                }
            }
        }
        assertTrue(failures.isEmpty(), () -> String.join("\n", failures));
    }

    @Test
    void theExactTestRaisesFalseAlarmsAtMostAsOftenAsItSays() {
        List<String> failures = new ArrayList<>();
        for (int n : SAMPLES) {
            for (double share : DISCORDANT) {
                Outcomes unchanged = new Outcomes(n, share, 0.5);
                double alarms = unchanged.probabilityOf((lose, gain) -> new McNemar(lose, gain).rejects());
                if (alarms > McNemar.ALPHA) {
                    failures.add(unchanged + ": false alarms " + alarms);
                }
            }
        }
        assertTrue(failures.isEmpty(), () -> String.join("\n", failures));
    }
}
