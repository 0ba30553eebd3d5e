package dev.vernier.stats;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/// Every pair of counts (lost, gained) that matters when `n` samples are drawn, each with its exact probability. What
/// is left out has a probability below 1e-9 altogether.
public record Outcomes(int n, double discordantShare, double gainedShareOfDiscordant) {
    private static final double TAIL = 1e-13;

    /// What may come of an audit.
    public interface Event {
        boolean happens(int lost, int gained);
    }

    /// The true change, in points.
    public double change() {
        return 100 * discordantShare * (2 * gainedShareOfDiscordant - 1);
    }

    public double probabilityOf(Event event) {
        double total = 0;
        BinomialDistribution pairs = BinomialDistribution.of(n, discordantShare);
        int most = pairs.inverseSurvivalProbability(TAIL);
        for (int m = pairs.inverseCumulativeProbability(TAIL); m <= most; m++) {
            BinomialDistribution gains = BinomialDistribution.of(m, gainedShareOfDiscordant);
            int last = gains.inverseSurvivalProbability(TAIL);
            double probability = 0;
            for (int gained = gains.inverseCumulativeProbability(TAIL); gained <= last; gained++) {
                probability += event.happens(m - gained, gained) ? gains.probability(gained) : 0;
            }
            total += pairs.probability(m) * probability;
        }
        return total;
    }
}
