package dev.vernier.graph.op;

/// The mean of neighbouring elements and the mean of the squares of their distances from it, in float64; NaN where there are
/// no elements.
record Moments(double mean, double variance) {
    static Moments of(float[] values, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += values[i];
        }
        double mean = sum / count;
        double squares = 0;
        for (int i = from; i < from + count; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
        }
        return new Moments(mean, squares / count);
    }
}
