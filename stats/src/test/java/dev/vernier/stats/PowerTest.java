package dev.vernier.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalDouble;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

final class PowerTest {
    @Test
    void isTheProbabilityThatTheExactTestRejects() {
        for (int discordant : new int[] {10, 40, 100}) {
            for (double points : new double[] {0, 0.3, 1}) {
                double gained = (1 + points / (100.0 * discordant / 1_000)) / 2;
                double rejected = new Outcomes(1_000, discordant / 1_000.0, gained)
                        .probabilityOf((lose, gain) -> new McNemar(lose, gain).rejects());
                assertEquals(rejected, Power.of(1_000, discordant).at(points), 1e-8);
                assertEquals(rejected, Power.of(1_000, discordant).at(-points), 1e-8);
            }
        }
    }

    @Test
    void crossesEightyPercentAtTheMinimumDetectableChange() {
        int[][] cases = {{10_000, 23}, {10_000, 200}, {10_000, 2_000}, {1_000, 50}, {200, 30}, {20, 20}};
        for (int[] samples : cases) {
            int n = samples[0];
            double share = (double) samples[1] / n;
            double detectable = Power.of(n, samples[1]).minimumDetectable().orElseThrow();
            assertTrue(rejected(n, share, 1.001 * detectable) > Power.ENOUGH);
            assertTrue(rejected(n, share, 0.999 * detectable) < Power.ENOUGH);
        }
    }

    @Test
    void givesTheChangesThatTheFoundingExamplesName() {
        assertEquals(0.138, Power.of(10_000, 23).minimumDetectable().orElseThrow(), 5e-4);
        assertEquals(0.404, Power.of(10_000, 200).minimumDetectable().orElseThrow(), 5e-4);
    }

    @Test
    void takesAChangeToBeOneSidedWhereFewPairsOrNoneAreDiscordant() {
        double none = Power.of(10_000, 0).minimumDetectable().orElseThrow();
        assertEquals(Power.ENOUGH, BinomialDistribution.of(10_000, none / 100).survivalProbability(5), 1e-6);
        assertEquals(none, Power.of(10_000, 3).minimumDetectable().orElseThrow(), 1e-6);
        assertEquals(none, Power.of(10_000, 7).minimumDetectable().orElseThrow(), 1e-6);
    }

    @Test
    void growsWithTheChangeAndNeverJumps() {
        for (int discordant : new int[] {0, 1, 8, 50}) {
            Power power = Power.of(1_000, discordant);
            double before = power.at(0);
            assertTrue(before <= McNemar.ALPHA);
            for (int step = 1; step <= 1_000; step++) {
                double now = power.at(step / 100.0);
                assertTrue(before <= now + 1e-12 && now < before + 0.02,
                        "discordant = " + discordant + ", step = " + step);
                before = now;
            }
        }
    }

    @Test
    void detectsSmallerChangesWithMoreSamples() {
        double before = Double.POSITIVE_INFINITY;
        for (int n = 100; n <= 1_000_000; n *= 10) {
            double detectable = Power.of(n, n / 50).minimumDetectable().orElseThrow();
            assertTrue(detectable < before);
            before = detectable;
        }
    }

    @Test
    void detectsNothingInFewerThanSixSamples() {
        for (int n = 1; n < 6; n++) {
            assertEquals(OptionalDouble.empty(), Power.of(n, n).minimumDetectable());
        }
        assertTrue(Power.of(6, 0).minimumDetectable().isPresent());
        assertTrue(Power.of(6, 6).minimumDetectable().isPresent());
    }

    @Test
    void rejectsCountsAndChangesThatCannotBe() {
        assertThrows(IllegalArgumentException.class, () -> Power.of(0, 0));
        assertThrows(IllegalArgumentException.class, () -> Power.of(10, 11));
        assertThrows(IllegalArgumentException.class, () -> Power.of(10, 1).at(101));
        assertThrows(IllegalArgumentException.class, () -> Power.of(10, 1).at(Double.NaN));
    }

    private static double rejected(int n, double share, double points) {
        double change = points / 100;
        return new Outcomes(n, Math.max(share, change), (1 + Math.min(1, change / share)) / 2)
                .probabilityOf((lose, gain) -> new McNemar(lose, gain).rejects());
    }
}
