package dev.vernier.speed;

import dev.vernier.tensor.Tensor;

/// How far the scores of two contenders for the same samples agree: a comparison of speeds means nothing where they
/// compute different things.
///
/// @param samples that both gave scores for
/// @param sameTop1 how many of them have the same best class
/// @param largestDifference between two scores of the same sample and class; NaN where one of them is
/// @param range from the smallest to the largest score of the first contender
public record Agreement(int samples, int sameTop1, double largestDifference, double range) {
    /// Beyond it two roundings of the same computation do not lie apart.
    private static final double SUSPICIOUS = 0.1;

    /// @param own `[n, classes]`
    /// @param other the same
    static Agreement of(Tensor own, Tensor other) {
        int samples = own.shape().size(0);
        int classes = own.size() / samples;
        int same = 0;
        double largest = 0;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int sample = 0; sample < samples; sample++) {
            same += best(own, sample, classes) == best(other, sample, classes) ? 1 : 0;
        }
        for (int i = 0; i < own.size(); i++) {
            double score = own.floatAt(i);
            largest = Math.max(largest, Math.abs(score - other.floatAt(i)));
            low = Math.min(low, score);
            high = Math.max(high, score);
        }
        return new Agreement(samples, same, largest, high - low);
    }

    private static int best(Tensor scores, int sample, int classes) {
        int best = 0;
        for (int i = 1; i < classes; i++) {
            best = scores.floatAt(sample * classes + i) > scores.floatAt(sample * classes + best) ? i : best;
        }
        return best;
    }

    /// Whether the two compute the same, as far as these samples show it.
    public boolean isPlausible() {
        return largestDifference <= SUSPICIOUS * range;
    }
}
