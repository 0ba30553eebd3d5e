package dev.vernier.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.commons.numbers.rootfinder.BrentSolver;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/// The probability that the exact McNemar test at level [McNemar#ALPHA] finds a true change, for `n` samples of which
/// a given share is discordant. The number of discordant pairs M is binomial (n, share); given M, the gains are
/// binomial (M, (share + change) / (2 share)); the power is the probability of rejecting, averaged over M. This is the
/// exact unconditional power of the conditional test: Schork and Williams, "Number of observations required for the
/// comparison of two correlated proportions", Communications in Statistics B 9 (1980) 349-357; Duffy, "Asymptotic and
/// exact power for the McNemar test and its analogue with R controls per case", Biometrics 40 (1984) 1005-1015.
///
/// A change cannot exceed the share of discordant pairs. Where one larger than the share is asked about, the share is
/// taken to be the change itself, all of it on one side.
public final class Power {
    /// The power at which a change counts as detectable.
    public static final double ENOUGH = 0.8;

    /// The fewest discordant pairs that can be significant: 2 / 2^6 = 0.031, 2 / 2^5 = 0.063.
    private static final int FEWEST = 6;

    /// The probability left out at each end of the distribution of M.
    private static final double TAIL = 1e-10;

    private final int n;
    private final double share;
    private final List<Discordant> outcomes;

    private Power(int n, double share, List<Discordant> outcomes) {
        this.n = n;
        this.share = share;
        this.outcomes = outcomes;
    }

    /// @param n the number of paired samples
    /// @param discordant how many of them are discordant in expectation; normally as many as were observed
    /// @throws IllegalArgumentException where `discordant` lies outside 0 to `n`, or `n` is 0
    public static Power of(int n, int discordant) {
        if (n < 1 || discordant < 0 || discordant > n) {
            throw new IllegalArgumentException("power: " + discordant + " discordant of " + n
                    + ", needed 0 to n of at least 1");
        }
        double share = (double) discordant / n;
        BinomialDistribution pairs = BinomialDistribution.of(n, share);
        int last = pairs.inverseSurvivalProbability(TAIL);
        List<Discordant> outcomes = new ArrayList<>();
        for (int m = Math.max(FEWEST, pairs.inverseCumulativeProbability(TAIL)); m <= last; m++) {
            outcomes.add(new Discordant(m, pairs.probability(m), mostLosses(m)));
        }
        return new Power(n, share, outcomes);
    }

    /// The largest count on the smaller side that is still significant among m discordant pairs.
    private static int mostLosses(int m) {
        return BinomialDistribution.of(m, 0.5).inverseCumulativeProbability(McNemar.ALPHA / 2) - 1;
    }

    /// The probability of finding a change of `points`, whatever its sign.
    ///
    /// @throws IllegalArgumentException where `points` lies outside -100 to 100
    public double at(double points) {
        double change = Math.abs(points) / 100;
        if (!(change <= 1)) {
            throw new IllegalArgumentException("power: a change of " + points + " points, needed -100 to 100");
        }
        return change < share ? averaged((1 + change / share) / 2) : oneSided(change);
    }

    private double averaged(double gain) {
        double power = 0;
        for (Discordant outcome : outcomes) {
            power += outcome.probability() * outcome.rejects(gain);
        }
        return power;
    }

    private double oneSided(double change) {
        return BinomialDistribution.of(n, change).survivalProbability(FEWEST - 1);
    }

    /// The smallest change, in points, that is found with probability [#ENOUGH]. With no discordant pair it is about
    /// 790 / n: the change of which six samples or more, all on one side, are seen often enough. Empty for fewer than
    /// six samples, which show no change at all.
    public OptionalDouble minimumDetectable() {
        if (n < FEWEST) {
            return OptionalDouble.empty();
        }
        double atShare = oneSided(share);
        double low = atShare < ENOUGH ? share : 0;
        double high = atShare < ENOUGH ? 1 : share;
        double change = new BrentSolver(1e-10, 1e-12, 1e-12).findRoot(c -> at(100 * c) - ENOUGH, low, high);
        return OptionalDouble.of(100 * change);
    }

    /// One possible number of discordant pairs.
    private record Discordant(int pairs, double probability, int mostLosses) {
        /// The probability of rejecting where each pair is a gain with probability `gain`.
        double rejects(double gain) {
            BinomialDistribution gains = BinomialDistribution.of(pairs, gain);
            return gains.cumulativeProbability(mostLosses) + gains.survivalProbability(pairs - mostLosses - 1);
        }
    }
}
