package dev.vernier.stats;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/// The test whether losses and gains are equally likely, given the discordant pairs: McNemar, "Note on the sampling
/// error of the difference between correlated proportions or percentages", Psychometrika 12 (1947) 153-157. Samples
/// that both models get right, or both wrong, say nothing about a change and do not enter.
///
/// @param lost samples that the reference gets right and the candidate wrong
/// @param gained samples that the reference gets wrong and the candidate right
public record McNemar(int lost, int gained) {
    /// A change is called real where its exact p is below this.
    public static final double ALPHA = 0.05;

    /// @throws IllegalArgumentException where a count is negative, or their sum exceeds 2^31 - 1
    public McNemar {
        if (lost < 0 || gained < 0 || (long) lost + gained > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("McNemar: lost = " + lost + ", gained = " + gained
                    + ", needed counts of 0 or more that add up to at most " + Integer.MAX_VALUE);
        }
    }

    public int discordant() {
        return lost + gained;
    }

    /// The two-sided exact p, `min(1, 2 P(X <= min(lost, gained)))` for X binomial with `discordant` trials of
    /// probability 1/2; 1 where no pair is discordant. Its false alarms are never more than the level asked for.
    public double exact() {
        // BinomialTest of commons-statistics 1.2 can lose one of two equally likely tails to rounding.
        return Math.min(1, 2 * binomial().cumulativeProbability(Math.min(lost, gained)));
    }

    /// The mid-p: the exact p less half the probability of the outcomes that are just as extreme as the observed one;
    /// 1 where no pair is discordant. Less conservative than [#exact], without its guarantee: Fagerland, Lydersen and
    /// Laake, "The McNemar test for binary matched-pairs data", BMC Medical Research Methodology 13:91 (2013).
    public double midP() {
        if (discordant() == 0) {
            return 1;
        }
        double same = binomial().probability(Math.min(lost, gained));
        return exact() - (lost == gained ? same / 2 : same);
    }

    private BinomialDistribution binomial() {
        return BinomialDistribution.of(discordant(), 0.5);
    }

    /// Whether the exact test rejects: p below [#ALPHA].
    public boolean rejects() {
        return exact() < ALPHA;
    }
}
