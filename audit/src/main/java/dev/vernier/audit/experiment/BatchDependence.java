package dev.vernier.audit.experiment;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.tensor.Counted;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Outputs for a sample that depend on the samples beside it.
final class BatchDependence implements Circumstance {
    private static final List<Integer> SIZES = List.of(7, 32);
    /// Shares of the range of all scores. Float sums move by far less than the first; a code that tips over moves one
    /// sample by more than that, seldom by more than the second.
    private static final double NOISE = 1e-3;
    private static final double TIPPING = 0.05;
    /// Codes tip over in few samples; what depends on the batch moves many.
    private static final double MANY = 0.25;

    /// @param batch the size that was compared with single samples
    /// @param moved samples whose scores move beyond noise
    /// @param changed samples with another best class
    /// @param largest difference of a score, as a share of the range of all
    private record Moved(int batch, int n, int moved, int changed, double largest) {
        static Moved of(int batch, Tensor single, Tensor together) {
            int n = single.shape().size(0);
            int classes = single.size() / n;
            double range = range(single);
            int moved = 0;
            int changed = 0;
            double largest = 0;
            for (int sample = 0; sample < n; sample++) {
                double difference = 0;
                for (int i = sample * classes; i < (sample + 1) * classes; i++) {
                    difference = Math.max(difference, Math.abs(single.floatAt(i) - together.floatAt(i)) / range);
                }
                moved += difference > NOISE ? 1 : 0;
                changed += best(single, sample, classes) != best(together, sample, classes) ? 1 : 0;
                largest = Math.max(largest, difference);
            }
            return new Moved(batch, n, moved, changed, largest);
        }

        private static double range(Tensor scores) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < scores.size(); i++) {
                low = Math.min(low, scores.floatAt(i));
                high = Math.max(high, scores.floatAt(i));
            }
            return high > low ? high - low : 1;
        }

        private static int best(Tensor scores, int sample, int classes) {
            int best = 0;
            for (int i = 1; i < classes; i++) {
                best = scores.floatAt(sample * classes + i) > scores.floatAt(sample * classes + best) ? i : best;
            }
            return best;
        }

        boolean isBeyondNoise() {
            return moved > MANY * n || largest > TIPPING;
        }
    }

    @Override
    public List<Finding> examine(Experiment experiment) {
        return experiment.deployed().stream().flatMap(model -> of(model).stream()).toList();
    }

    private static Optional<Finding> of(Batched model) {
        try {
            Tensor single = model.scores().apply(1);
            return SIZES.stream().map(batch -> Moved.of(batch, single, model.scores().apply(batch)))
                    .filter(Moved::isBeyondNoise).findFirst().map(moved -> finding(model, moved));
        } catch (IllegalArgumentException | IllegalStateException | LinkageError cannotRun) {
            return Optional.empty();
        }
    }

    private static Finding finding(Batched model, Moved moved) {
        return new Finding(FindingId.BATCH_DEPENDENT,
                moved.changed() > 0 ? Finding.Severity.ERROR : Finding.Severity.WARNING, Optional.empty(),
                String.format(Locale.ROOT,
                        "%s gives other scores to %d of %s in batches of %d than one by one, "
                                + "and another class to %d",
                        model.name(), moved.moved(), new Counted(moved.n(), "sample"), moved.batch(),
                        moved.changed()),
                String.format(Locale.ROOT, "largest difference = %.2g of the range of all scores", moved.largest()),
                Optional.empty(),
                Optional.of("export in evaluation mode, and quantize activations statically"))
                .withNumbers(Numbers.of("moved", moved.moved()).and("changed", moved.changed()).and("n", moved.n())
                        .and("batch", moved.batch()).and("largest_difference", moved.largest()));
    }
}
