package dev.vernier.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PairedValuesTest {
    private static final int AUDITS = 4000;

    /// Differences of which the mean is known.
    private enum Differences {
        NORMAL(Random::nextGaussian, 0),
        /// As those of squared errors are.
        LOG_NORMAL(random -> Math.exp(random.nextGaussian()), Math.exp(0.5)),
        EXPONENTIAL(random -> -Math.log(1 - random.nextDouble()), 1),
        /// Most samples do not change.
        RARE(random -> random.nextInt(10) == 0 ? random.nextGaussian() + 1 : 0, 0.1),
        UNIFORM(random -> random.nextDouble() - 1, -0.5);

        private final ToDoubleFunction<Random> drawn;
        private final double mean;

        Differences(ToDoubleFunction<Random> drawn, double mean) {
            this.drawn = drawn;
            this.mean = mean;
        }

        /// How often the interval covers the mean, in percent.
        double coverage(int n, long seed) {
            Random random = new Random(seed);
            int covered = 0;
            for (int audit = 0; audit < AUDITS; audit++) {
                double[] reference = random.doubles(n).toArray();
                double[] candidate = reference.clone();
                for (int sample = 0; sample < n; sample++) {
                    candidate[sample] += drawn.applyAsDouble(random);
                }
                covered += PairedValues.of(reference, candidate).interval().contains(mean) ? 1 : 0;
            }
            return 100.0 * covered / AUDITS;
        }
    }

    @ParameterizedTest
    @EnumSource
    void coversAsOftenAsItSaysWithManySamples(Differences differences) {
        double coverage = differences.coverage(500, 1);
        assertTrue(coverage > 93 && coverage < 97, differences + ", 500 samples, seed 1: " + coverage + " %");
    }

    @ParameterizedTest
    @EnumSource
    void coversNearlyAsOftenWithFew(Differences differences) {
        double coverage = differences.coverage(50, 2);
        assertTrue(coverage > 90 && coverage < 99, differences + ", 50 samples, seed 2: " + coverage + " %");
    }

    /// The differences -1, 0, -2 and 1 are not skewed; their variance is 5/3, and 97.5 % of Student's t with 3 degrees of
    /// freedom lie below 3.182446, as tables have it.
    @Test
    void isStudentsWhereNothingIsSkewed() {
        PairedValues paired = PairedValues.of(new double[] {2, 4, 7, 1}, new double[] {1, 4, 5, 2});
        assertEquals(-0.5, paired.change());
        assertEquals(3, paired.candidateMean());
        assertEquals(1, paired.equal());
        double half = 3.182446 * Math.sqrt(5.0 / 3 / 4);
        assertEquals(-0.5 - half, paired.interval().low(), 1e-6);
        assertEquals(-0.5 + half, paired.interval().high(), 1e-6);
        assertFalse(paired.isChanged());
    }

    @Test
    void isMirroredWhereTheTwoAreSwapped() {
        double[] one = {0.1, 0.5, 0.2, 0.9, 3};
        double[] other = {0.2, 0.5, 0.1, 1.5, 9};
        Interval interval = PairedValues.of(one, other).interval();
        Interval mirrored = PairedValues.of(other, one).interval();
        assertEquals(interval.low(), -mirrored.high(), 1e-12);
        assertEquals(interval.high(), -mirrored.low(), 1e-12);
    }

    @Test
    void saysNothingOfASingleSampleThatChanged() {
        assertFalse(PairedValues.of(new double[] {1}, new double[] {2}).isChanged());
        assertTrue(PairedValues.of(new double[] {1}, new double[] {1}).isIdentical());
        assertEquals(new Interval(0, 0), PairedValues.of(new double[] {1, 2}, new double[] {1, 2}).interval());
        assertEquals(new Interval(1, 1), PairedValues.of(new double[] {1, 2}, new double[] {2, 3}).interval());
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity"})
    void rejectsValuesThatAreNotFinite(double value) {
        assertThrows(IllegalArgumentException.class,
                () -> PairedValues.of(new double[] {1, value}, new double[] {1, 2}));
    }
}
