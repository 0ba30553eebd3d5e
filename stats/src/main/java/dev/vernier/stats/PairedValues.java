package dev.vernier.stats;

import org.apache.commons.statistics.distribution.TDistribution;

/// What a candidate model does to a real value of each sample that a reference model also gave, such as its error or an
/// overlap. Change is candidate minus reference, in the value's own unit.
///
/// @param n samples
/// @param referenceMean mean value of the reference
/// @param change mean of the differences
/// @param deviation their standard deviation, 0 where there is one sample
/// @param skewness their skewness, 0 where all are equal
/// @param equal samples with the same value in both
public record PairedValues(int n, double referenceMean, double change, double deviation, double skewness, int equal) {
    /// @throws IllegalArgumentException where a figure is not finite, or the counts do not fit together
    public PairedValues {
        if (n < 1 || equal < 0 || equal > n || deviation < 0
                || !Double.isFinite(referenceMean + change + deviation + skewness)) {
            throw new IllegalArgumentException("paired values: n = " + n + ", equal = " + equal + ", change = " + change
                    + ", deviation = " + deviation + ", needed finite values of at least one sample");
        }
    }

    /// @param reference the value of each sample
    /// @param candidate of the same samples, in the same order
    /// @throws IllegalArgumentException where there is none, the counts differ, or one is not finite
    public static PairedValues of(double[] reference, double[] candidate) {
        if (reference.length != candidate.length) {
            throw new IllegalArgumentException("paired values: " + reference.length + " samples against "
                    + candidate.length + ", needed the same samples in the same order");
        }
        int n = reference.length;
        double before = 0;
        double change = 0;
        int equal = 0;
        for (int sample = 0; sample < n; sample++) {
            before += reference[sample] / n;
            change += (candidate[sample] - reference[sample]) / n;
            equal += candidate[sample] == reference[sample] ? 1 : 0;
        }
        double second = 0;
        double third = 0;
        for (int sample = 0; sample < n; sample++) {
            double difference = candidate[sample] - reference[sample] - change;
            second += difference * difference / n;
            third += difference * difference * difference / n;
        }
        return new PairedValues(n, before, change, n == 1 ? 0 : Math.sqrt(second * n / (n - 1)),
                second > 0 ? third / (second * Math.sqrt(second)) : 0, equal);
    }

    public double candidateMean() {
        return referenceMean + change;
    }

    public boolean isIdentical() {
        return equal == n;
    }

    /// The 95 % interval of [#change]: Student's t, transformed so that skewed differences, as errors have them, do not
    /// shift it (Hall, "On the removal of skewness by transformation", Journal of the Royal Statistical Society B 54 (1992)
    /// 221-228, equation 2.4). Infinite where there is one sample whose value changed.
    public Interval interval() {
        if (deviation == 0 && (n > 1 || isIdentical())) {
            return new Interval(change, change);
        }
        if (n == 1) {
            return new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        double quantile = TDistribution.of(n - 1.0).inverseSurvivalProbability((1 - ScoreInterval.CONFIDENCE) / 2);
        double error = deviation / Math.sqrt(n);
        return new Interval(Math.min(change, change - error * skewed(quantile)),
                Math.max(change, change - error * skewed(-quantile)));
    }

    /// The inverse of Hall's cubic transformation; without skewness the quantile as it is.
    private double skewed(double quantile) {
        double skew = skewness / Math.sqrt(n);
        return Math.abs(skew) < 1e-6
                ? quantile
                : 3 / skew * (Math.cbrt(1 + skew * (quantile - skew / 6)) - 1);
    }

    /// Whether the interval excludes no change at all.
    public boolean isChanged() {
        return !interval().contains(0);
    }
}
