package dev.vernier.stats;

import java.util.BitSet;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;

/// What choosing the best of several candidates on the test set gives by itself, were all of them equally good.
///
/// Then a sample that `c` of the `k` candidates get right could as well have been any other `c` of them: the null
/// hypothesis of Cochran, "The comparison of percentages in matched samples", Biometrika 37 (1950) 256-266. Under it each
/// candidate's count has the variance `v = sum c (k - c) / k^2` over the samples, and each two counts the covariance
/// `-v / (k - 1)`. Sums of many samples are normal, so the largest count is expected to lie `sqrt(v k / (k - 1)) e(k)`
/// above their mean, where `e(k)` is the mean of the largest of `k` independent standard normals: Harter, "Expected values
/// of normal order statistics", Biometrika 48 (1961) 151-165.
///
/// @param n samples
/// @param k candidates, at least 1
/// @param distinct candidates that are right on other samples than every one before them; only these are dealt
/// @param expectedGain of the best over their mean, in points; 0 for one distinct candidate
public record BestOf(int n, int k, int distinct, double expectedGain) {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final double REACH = 9;
    private static final int STEPS = 1_800;

    /// @throws IllegalArgumentException where there is no candidate, or they have not the same number of samples
    public static BestOf of(List<Predictions> candidates) {
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("best of none, needed at least one candidate");
        }
        Predictions first = candidates.getFirst();
        candidates.forEach(first::requireSameCount);
        List<BitSet> distinct = candidates.stream().map(BestOf::correct).distinct().toList();
        int n = first.labelled();
        double gain = distinct.size() == 1 ? 0 : 100 * largest(distinct, first.n()) / n;
        return new BestOf(n, candidates.size(), distinct.size(), gain);
    }

    private static BitSet correct(Predictions predictions) {
        BitSet correct = new BitSet(predictions.n());
        for (int sample = 0; sample < predictions.n(); sample++) {
            correct.set(sample, predictions.isCorrect(sample));
        }
        return correct;
    }

    private static double largest(List<BitSet> candidates, int samples) {
        double k = candidates.size();
        double variance = 0;
        for (int sample = 0; sample < samples; sample++) {
            int right = 0;
            for (BitSet candidate : candidates) {
                right += candidate.get(sample) ? 1 : 0;
            }
            variance += right * (k - right) / (k * k);
        }
        return Math.sqrt(variance * k / (k - 1)) * largestOfNormals(candidates.size());
    }

    /// The mean of the largest of k independent standard normals, the integral of `x k phi(x) Phi(x)^(k-1)`.
    static double largestOfNormals(int k) {
        double step = 2 * REACH / STEPS;
        double sum = 0;
        for (int i = 0; i <= STEPS; i++) {
            double x = -REACH + i * step;
            sum += x * k * NORMAL.density(x) * Math.pow(NORMAL.cumulativeProbability(x), k - 1.0);
        }
        return sum * step;
    }
}
