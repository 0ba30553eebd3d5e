package dev.vernier.timing;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/// The median of a ratio that was seen several times, and an interval that holds the true median with at least 95 %
/// confidence, whatever the distribution: two of the ordered values (Conover, Practical Nonparametric Statistics, 3.2).
public record Ratio(double median, double low, double high) {
    /// The least number of values for which their smallest and largest are such an interval.
    static final int LEAST_ROUNDS = 6;

    /// With fewer values than [#LEAST_ROUNDS] any number may be the true median.
    static Ratio of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        if (sorted.length < LEAST_ROUNDS) {
            return new Ratio(Timing.median(sorted), 0, Double.POSITIVE_INFINITY);
        }
        int below = BinomialDistribution.of(sorted.length, 0.5).inverseCumulativeProbability(0.025) - 1;
        return new Ratio(Timing.median(sorted), sorted[below], sorted[sorted.length - 1 - below]);
    }

    public Ratio times(double factor) {
        return new Ratio(median * factor, low * factor, high * factor);
    }
}
