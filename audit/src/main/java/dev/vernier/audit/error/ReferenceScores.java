package dev.vernier.audit.error;

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
    private final float[] scores;

    private ReferenceScores(int width, float[] scores) {
        this.width = width;
        this.scores = scores;
    }

    /// @param width scores for a sample
    public static ReferenceScores of(int samples, int width) {
        return new ReferenceScores(width, new float[Math.min(samples, LARGEST / Math.max(1, width)) * width]);
    }

    private int n() {
        return scores.length / Math.max(1, width);
    }

    @Override
    public void accept(Batch batch, Tensor given) {
        int end = Math.min(scores.length, (batch.first() + batch.size()) * width);
        for (int i = batch.first() * width; i < end; i++) {
            scores[i] = (float) given.doubleAt(i - batch.first() * width);
        }
    }

    /// Compares another rung's.
    public Comparison against() {
        return new Comparison();
    }

    /// The scores of another rung, as they come.
    public final class Comparison implements BiConsumer<Batch, Tensor> {
        private final boolean areProbabilities = IntStream.range(0, n()).allMatch(ReferenceScores.this::isProbability);
        private final double[] signal = new double[n()];
        private final double[] noise = new double[n()];
        private final double[] divergences = new double[n()];

        private Comparison() {}

        @Override
        public void accept(Batch batch, Tensor given) {
            for (int i = 0; i < batch.size() && batch.first() + i < n(); i++) {
                int sample = batch.first() + i;
                double[] expected = new double[width];
                double[] observed = new double[width];
                for (int c = 0; c < width; c++) {
                    expected[c] = scores[sample * width + c];
                    observed[c] = given.doubleAt(i * width + c);
                    signal[sample] += expected[c] * expected[c];
                    noise[sample] += (observed[c] - expected[c]) * (observed[c] - expected[c]);
                }
                divergences[sample] =
                        areProbabilities ? kl(expected, observed) : kl(softmax(expected), softmax(observed));
            }
        }

        /// Of all samples that came.
        public Divergence divergence() {
            return new Divergence(n(), new Sqnr(Arrays.stream(signal).sum(), Arrays.stream(noise).sum()),
                    width < 2 ? OptionalDouble.empty() : Arrays.stream(divergences).average());
        }
    }

    private boolean isProbability(int sample) {
        double sum = 0;
        for (int i = sample * width; i < (sample + 1) * width; i++) {
            if (scores[i] < 0) {
                return false;
            }
            sum += scores[i];
        }
        return Math.abs(sum - 1) < SUM;
    }

    private static double[] softmax(double[] scores) {
        double largest = Arrays.stream(scores).max().orElse(0);
        double[] powers = Arrays.stream(scores).map(score -> Math.exp(score - largest)).toArray();
        double sum = Arrays.stream(powers).sum();
        return Arrays.stream(powers).map(power -> power / sum).toArray();
    }

    /// Probabilities that are all but 0 count as the smallest normal double, so that the sum stays finite.
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
