package dev.vernier.stats;

import java.util.OptionalLong;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// How many samples it takes to see a change that is as large as the observed one, or that it is not larger than a bound.
public final class SampleSize {
    /// Up to this many discordant pairs the power is computed exactly; beyond, the normal formula is as good.
    private static final int EXACT = 5_000;

    /// Nobody has so many.
    private static final long MOST = 1L << 50;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final double LEVEL = NORMAL.inverseSurvivalProbability(McNemar.ALPHA / 2);

    private SampleSize() {}

    /// The fewest samples at which the exact test finds the observed change with probability [Power#ENOUGH], if
    /// samples stay discordant, and fall on either side, as often as was observed. At least six pairs are discordant
    /// then. Empty where as many are lost as gained.
    ///
    /// The normal formula is Connor's, "Sample size for testing differences in proportions for the paired-sample design",
    /// Biometrics 43 (1987) 207-211; the exact power is that of [Power].
    public static OptionalLong toShow(Paired paired) {
        int discordant = paired.lost() + paired.gained();
        if (paired.lost() == paired.gained()) {
            return OptionalLong.empty();
        }
        double lean = Math.abs(paired.gained() - paired.lost()) / (double) discordant;
        double share = (double) discordant / paired.n();
        double pairs = connor(lean, share);
        return OptionalLong.of((long) Math.ceil((pairs > EXACT ? pairs : exact(lean, share, pairs)) / share));
    }

    /// The fewest samples at which the 95 % interval lies within `low` and `high` with probability [Power#ENOUGH], if
    /// samples stay discordant, and fall on either side, as often as was observed. Empty where the observed change itself
    /// does not lie between them, or does so by a hair.
    ///
    /// The normal formula for a test of a paired difference against a bound: Nam, "Establishing equivalence of two
    /// treatments and sample size requirements in matched-pairs design", Biometrics 53 (1997) 1422-1430. At the bound the
    /// standard error is that of Tango's score, at the observed change the plain one. Both ends must hold.
    ///
    /// @param low in points, -100 or more
    /// @param high in points, 100 or less
    /// @throws IllegalArgumentException where `low` is not below `high`, or one lies outside -100 to 100
    public static OptionalLong toBound(Paired paired, double low, double high) {
        if (!(-100 <= low && low < high && high <= 100)) {
            throw new IllegalArgumentException(
                    "bounds " + low + " and " + high + ", needed -100 to 100 points, ascending");
        }
        if (!(low < paired.change() && paired.change() < high)) {
            return OptionalLong.empty();
        }
        long few = 0;
        long enough = 1;
        while (bounded(paired, low, high, enough) < Power.ENOUGH) {
            few = enough;
            enough *= 2;
            if (enough > MOST) {
                return OptionalLong.empty();
            }
        }
        while (enough - few > 1) {
            long middle = (few + enough) >>> 1;
            if (bounded(paired, low, high, middle) < Power.ENOUGH) {
                few = middle;
            } else {
                enough = middle;
            }
        }
        return OptionalLong.of(enough);
    }

    /// The probability that the interval of n samples lies within both bounds; at most one end can lie beyond its own.
    private static double bounded(Paired paired, double low, double high, long n) {
        return below(paired.lost(), paired.gained(), paired.n(), high / 100, n)
                + below(paired.gained(), paired.lost(), paired.n(), -low / 100, n) - 1;
    }

    /// The probability that the upper end of the interval of `n` samples is at most `bound`.
    private static double below(int lost, int gained, int observed, double bound, long n) {
        double change = (double) (gained - lost) / observed;
        double deviation = Math.sqrt((double) (lost + gained) / observed - change * change);
        double atBound = ScoreInterval.standardError(bound, lost, gained, observed) * Math.sqrt(observed);
        double room = Math.sqrt(n) * (bound - change) - LEVEL * atBound;
        return deviation > 0 ? NORMAL.cumulativeProbability(room / deviation) : room >= 0 ? 1 : 0;
    }

    /// The number of discordant pairs that Connor's formula asks for.
    private static double connor(double lean, double share) {
        double power = NORMAL.inverseCumulativeProbability(Power.ENOUGH);
        double root = (LEVEL + power * Math.sqrt(1 - share * lean * lean)) / lean;
        return root * root;
    }

    private static int exact(double lean, double share, double estimate) {
        int low = 0;
        int high = (int) (2 * estimate) + 20;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (power(middle, lean, share) < Power.ENOUGH) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double power(int pairs, double lean, double share) {
        int n = (int) Math.min(Integer.MAX_VALUE, Math.ceil(pairs / share));
        return Power.of(n, Math.min(pairs, n)).at(100 * lean * pairs / n);
    }
}
