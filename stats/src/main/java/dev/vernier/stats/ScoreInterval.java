package dev.vernier.stats;

import org.apache.commons.numbers.rootfinder.BrentSolver;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// Confidence intervals that invert a score test: every value that the test does not reject. They need no correction
/// near 0 and 100 %, where the textbook interval (estimate plus or minus two standard errors) fails.
public final class ScoreInterval {
    /// The confidence that verdicts and reports use.
    public static final double CONFIDENCE = 0.95;

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final double TOLERANCE = 1e-13;

    private ScoreInterval() {}

    /// Wilson's interval of a proportion, in percent: Wilson, "Probable inference, the law of succession, and
    /// statistical inference", JASA 22 (1927) 209-212; here as in Brown, Cai and DasGupta, Statistical Science 16
    /// (2001) 101-133, equation 4.
    ///
    /// @throws IllegalArgumentException where `correct` lies outside 0 to `n`, or `n` is 0
    public static Interval ofProportion(int correct, int n, double confidence) {
        if (n < 1 || correct < 0 || correct > n) {
            throw new IllegalArgumentException("proportion: " + correct + " of " + n + ", needed 0 to n of at least 1");
        }
        double z = quantile(confidence);
        double centre = (correct + z * z / 2) / (n + z * z);
        double half = z / (n + z * z) * Math.sqrt((double) correct * (n - correct) / n + z * z / 4);
        return new Interval(
                correct == 0 ? 0 : 100 * (centre - half),
                correct == n ? 100 : 100 * (centre + half));
    }

    /// Tango's interval of the change `(gained - lost) / n` of a paired proportion, in points: Tango, "Equivalence test
    /// and confidence interval for the difference in proportions for the paired-sample design", Statistics in Medicine
    /// 17 (1998) 891-908. It always contains the observed change, lies within -100 to 100, and swapping `lost` and
    /// `gained` mirrors it.
    ///
    /// @throws IllegalArgumentException where a count is negative, or there are more discordant pairs than pairs
    public static Interval ofChange(int lost, int gained, int n, double confidence) {
        if (n < 1 || lost < 0 || gained < 0 || (long) lost + gained > n) {
            throw new IllegalArgumentException("paired change: lost = " + lost + ", gained = " + gained + ", n = " + n
                    + ", needed counts of 0 or more and lost + gained <= n of at least 1");
        }
        double z = quantile(confidence);
        return new Interval(-100 * upper(gained, lost, n, z), 100 * upper(lost, gained, n, z));
    }

    /// The largest change whose score statistic is at least -z. The statistic falls as the change grows, is 0 at the
    /// observed change and -infinity at 1. Where no pair is discordant, or all are on one side, it is 0/0 at the
    /// observed change itself, so the search starts a hair above it.
    private static double upper(int lost, int gained, int n, double z) {
        double observed = (double) (gained - lost) / n;
        if (observed == 1) {
            return 1;
        }
        double start = observed + 1e-12 * (1 - observed);
        double root = new BrentSolver(TOLERANCE, TOLERANCE, TOLERANCE * TOLERANCE).findRoot(
                change -> change - observed - z * standardError(change, lost, gained, n), start, 1);
        return Math.max(observed, root);
    }

    /// The standard error of the observed change if the true change is `change` (Tango 1998): the
    /// probability of a loss is its maximum likelihood estimate under that condition, the larger root of
    /// `2n q^2 + linear q + constant = 0`.
    static double standardError(double change, int lost, int gained, int n) {
        double linear = (2.0 * n - gained + lost) * change - gained - lost;
        double constant = -lost * change * (1 - change);
        double root = Math.sqrt(Math.max(0, linear * linear - 8.0 * n * constant));
        double loss = linear > 0 ? -2 * constant / (root + linear) : (root - linear) / (4.0 * n);
        return Math.sqrt(Math.max(0, 2 * loss + change * (1 - change)) / n);
    }

    private static double quantile(double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("confidence = " + confidence + ", needed between 0 and 1");
        }
        return NORMAL.inverseSurvivalProbability((1 - confidence) / 2);
    }
}
