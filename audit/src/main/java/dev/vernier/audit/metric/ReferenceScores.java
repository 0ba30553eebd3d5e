package dev.vernier.audit.metric;

import dev.vernier.audit.error.Sqnr;
import dev.vernier.data.Batch;
import dev.vernier.tensor.Tensor;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/// The scores that the float model gave to the first samples, which those of other rungs are compared with. Results do not
/// depend on the order of the batches. Batches may come on several threads.
public final class ReferenceScores implements BiConsumer<Batch, Tensor> {
    private static final int LARGEST = 1 << 24;
    private static final double SUM = 1e-3;

    private final int width;
    private final OutputRows scores;

    private ReferenceScores(int width, OutputRows scores) {
        this.width = width;
        this.scores = scores;
    }

    /// @param width scores for a sample, 0 where the model gives none
    public static ReferenceScores of(int samples, int width) {
        return new ReferenceScores(width, new OutputRows(Math.min(samples, LARGEST / Math.max(1, width)), width));
    }

    @Override
    public void accept(Batch batch, Tensor given) {
        scores.put(batch, given);
    }

    /// Compares another rung's.
    public Comparison against() {
        return new Comparison();
    }

    /// The scores of another rung, as they come.
    public final class Comparison implements BiConsumer<Batch, Tensor> {
        private final int n = scores.n();
        private final boolean areProbabilities =
                IntStream.range(0, n).allMatch(sample -> areProbabilities(scores.row(sample)));
        private final double[] signal = new double[n];
        private final double[] noise = new double[n];
        private final double[] divergences = new double[n];

        private Comparison() {}

        @Override
        public void accept(Batch batch, Tensor given) {
            for (int i = 0; i < batch.size() && batch.first() + i < n; i++) {
                int sample = batch.first() + i;
                double[] expected = scores.row(sample);
                double[] observed = OutputRows.row(given, i, width);
                for (int c = 0; c < width; c++) {
                    signal[sample] += expected[c] * expected[c];
                    noise[sample] += (observed[c] - expected[c]) * (observed[c] - expected[c]);
                }
                divergences[sample] =
                        areProbabilities ? kl(expected, observed) : kl(softmax(expected), softmax(observed));
            }
        }

        /// Of all samples that came.
        public Divergence divergence() {
            return new Divergence(n, new Sqnr(Arrays.stream(signal).sum(), Arrays.stream(noise).sum()),
                    width < 2 ? OptionalDouble.empty() : Arrays.stream(divergences).average());
        }
    }

    private static boolean areProbabilities(double[] scores) {
        return Arrays.stream(scores).allMatch(score -> score >= 0) && Math.abs(Arrays.stream(scores).sum() - 1) < SUM;
    }

    private static double[] softmax(double[] scores) {
        double largest = Arrays.stream(scores).max().orElse(0);
        double[] powers = Arrays.stream(scores).map(score -> Math.exp(score - largest)).toArray();
        double sum = Arrays.stream(powers).sum();
        return Arrays.stream(powers).map(power -> power / sum).toArray();
    }

    /// Kullback and Leibler, Annals of Mathematical Statistics 22 (1951) 79-86, in nats. Probabilities that are all but 0
    /// count as the smallest normal double, so that the sum stays finite.
    private static double kl(double[] expected, double[] observed) {
        double sum = 0;
        for (int c = 0; c < expected.length; c++) {
            if (expected[c] > 0) {
                sum += expected[c] * Math.log(expected[c] / Math.max(observed[c], Double.MIN_NORMAL));
            }
        }
        return Math.max(0, sum);
    }
}
