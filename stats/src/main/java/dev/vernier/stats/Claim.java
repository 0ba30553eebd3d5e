package dev.vernier.stats;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/// An accuracy that somebody reports for a number of samples. Correct samples are counted, so only some numbers can be.
///
/// @param accuracy as it is reported
/// @param n samples
/// @param classes empty where their number is not known
/// @param baseline the accuracy that this one should be close to, such as the float model's; empty where there is none
public record Claim(Figure accuracy, int n, OptionalInt classes, Optional<Figure> baseline) {
    /// The id of the explanation that each sample was counted once, right or wrong.
    public static final String PER_IMAGE = "per-image-accuracy";

    /// The ids of plain counts of the n samples.
    private static final Set<String> COUNTS = Set.of(PER_IMAGE, ClaimReadings.TRUNCATED);

    /// Quantization seldom moves an accuracy by more points than this without breaking it.
    private static final double NEAR = 5;

    /// @throws IllegalArgumentException where `n` is below 1 or `classes` below 2
    public Claim {
        if (n < 1) {
            throw new IllegalArgumentException("n = " + n + ", needed 1 or more");
        }
        if (classes.isPresent() && classes.getAsInt() < 2) {
            throw new IllegalArgumentException("classes = " + classes.getAsInt() + ", needed 2 or more");
        }
    }

    /// Whether some whole number of `n` samples gives the accuracy, at the digits given or as a float prints it.
    public boolean isPossible() {
        return count().isPresent();
    }

    /// How many samples are correct; empty where no whole number gives the accuracy.
    public OptionalLong count() {
        return accuracy.count(n);
    }

    /// How the number can have come about: those first that bring the accuracy close to the baseline, then a plain count
    /// of the `n` samples, then exact fits before rounded ones, then the commoner mistakes.
    public List<Explanation> explanations() {
        return Stream.<Stream<Explanation>>of(
                ClaimReadings.perImage(this),
                ClaimReadings.truncated(this),
                ClaimReadings.elementwise(this),
                ClaimReadings.earlyStop(this),
                ClaimReadings.trainingSet(this),
                ClaimReadings.droppedBatch(this),
                ClaimReadings.batchAveraged(this),
                ClaimReadings.meanOfRuns(this),
                ClaimReadings.otherSet(this),
                ClaimReadings.topFive(this))
                .flatMap(readings -> readings)
                .sorted(Comparator.comparing((Explanation explanation) -> !isNear(explanation))
                        .thenComparing(explanation -> !COUNTS.contains(explanation.id()))
                        .thenComparing(Explanation::fit))
                .toList();
    }

    /// Whether an explanation leaves the accuracy close to the baseline.
    public boolean isNear(Explanation explanation) {
        return baseline.isPresent() && explanation.top1().isPresent()
                && Math.abs(explanation.top1().getAsDouble() - baseline.get().percent()) <= NEAR;
    }

    /// Whether the number as it stands is far from the baseline.
    boolean isFar() {
        return baseline.isPresent() && Math.abs(accuracy.percent() - baseline.get().percent()) > NEAR;
    }

    /// Whether nothing speaks against a plain count of the samples.
    boolean isPlain() {
        return isPossible() && !isFar();
    }

    /// One sentence without a full stop.
    public String text() {
        OptionalLong count = count();
        if (count.isPresent()) {
            return String.format(Locale.ROOT, "%s of %,d is possible: %,d correct%s", accuracy.text(), n,
                    count.getAsLong(), isOnlyOne() ? "" : ", or others that round to the same");
        }
        long below = accuracy.below(n);
        return String.format(Locale.ROOT, "%s of %,d is impossible: %,d correct are %s, %,d are %s", accuracy.text(), n,
                below, share(below), below + 1, share(below + 1));
    }

    private boolean isOnlyOne() {
        long count = count().orElseThrow();
        return (count == 0 || accuracy.fit(count - 1, n).isEmpty())
                && (count == n || accuracy.fit(count + 1, n).isEmpty());
    }

    /// In the unit and with the digits of the claim.
    private String share(long count) {
        return new BigDecimal(count).multiply(BigDecimal.valueOf(accuracy.isPercent() ? 100 : 1))
                .divide(BigDecimal.valueOf(n), accuracy.written().scale(), RoundingMode.HALF_EVEN).toPlainString();
    }
}
