package dev.vernier.stats;

import dev.vernier.stats.Figure.Fit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// What a reported accuracy can be, each reading where the number allows it. A plain count of the samples needs no other
/// explanation: where that is possible and not far from the baseline, only other metrics are tried, not other sets.
final class ClaimReadings {
    private static final List<Integer> EARLY_STOPS = List.of(1_024, 2_048);
    private static final List<Integer> TRAINING_SETS = List.of(50_000, 60_000);
    private static final List<Integer> OTHER_SETS =
            List.of(100, 200, 250, 256, 500, 512, 1_000, 2_000, 4_096, 5_000, 10_000, 25_000, 45_000);
    private static final int[] BATCHES = {8, 16, 32, 50, 64, 100, 128, 200, 250, 256, 512, 1_000, 1_024};
    static final String TRUNCATED = "truncated";
    private static final int MOST_RUNS = 10;
    private static final int TOP = 5;

    /// CIFAR-10's and MNIST's.
    private static final int USUAL_CLASSES = 10;

    private ClaimReadings() {}

    static Stream<Explanation> perImage(Claim claim) {
        return set(claim, Claim.PER_IMAGE, claim.n(), excluded(claim)).stream();
    }

    /// Which early ends of an evaluation cannot give the number.
    private static String excluded(Claim claim) {
        List<Integer> sizes = EARLY_STOPS.stream()
                .filter(size -> size < claim.n() && claim.accuracy().count(size).isEmpty())
                .toList();
        return sizes.isEmpty() ? ""
                : "; " + String.join(" or ", sizes.stream()
                        .map(size -> String.format(Locale.ROOT, "%,d", size)).toList()) + " images cannot give it";
    }

    /// Prediction and label are compared as one-hot rows of K elements. A wrong row differs from its label in two of
    /// them, so a samples right of n make `(K - 2) n + 2 a` equal elements of `K n`. Where the number of classes is not known, it is
    /// taken to be 10, unless the number needs no explanation.
    static Stream<Explanation> elementwise(Claim claim) {
        long classes = claim.classes().orElse(claim.isPlain() ? 2 : USUAL_CLASSES);
        if (classes == 2) {
            return Stream.empty();
        }
        String condition = claim.classes().isPresent() ? "" : ", if there are so many classes";
        long n = claim.n();
        long below = Math.floorDiv(claim.accuracy().below(classes * n) - (classes - 2) * n, 2);
        return LongStream.of(below, below + 1)
                .filter(correct -> correct >= 0 && correct <= n)
                .boxed()
                .flatMap(correct -> claim.accuracy().fit((classes - 2) * n + 2 * correct, classes * n)
                        .map(fit -> Explanation.of("elementwise-accuracy", correct, n, fit, String.format(Locale.ROOT,
                                "one-hot rows of %d compared element by element: %s + %s x %.2f %%, so %,d of %,d are right%s",
                                classes, decimal(classes - 2, classes), decimal(2, classes), 100.0 * correct / n,
                                correct, n, condition)))
                        .stream())
                .sorted((one, other) -> one.fit().compareTo(other.fit()))
                .limit(1);
    }

    static Stream<Explanation> earlyStop(Claim claim) {
        return sets(claim, "early-stop", EARLY_STOPS.stream().filter(size -> size < claim.n()).toList(),
                ", as where the evaluation ends early");
    }

    static Stream<Explanation> trainingSet(Claim claim) {
        return sets(claim, "training-set", TRAINING_SETS,
                ", the size of a training set (CIFAR's 50,000, MNIST's 60,000)");
    }

    static Stream<Explanation> otherSet(Claim claim) {
        return sets(claim, "other-set", OTHER_SETS, "");
    }

    /// Those of the sizes that fit. Of the sizes at which every number of so many digits would, only the first.
    private static Stream<Explanation> sets(Claim claim, String id, List<Integer> sizes, String remark) {
        if (claim.isPlain()) {
            return Stream.empty();
        }
        Figure figure = claim.accuracy();
        List<Integer> others = sizes.stream().filter(size -> size != claim.n()).toList();
        return Stream.concat(
                others.stream().filter(size -> !figure.isTrivial(size))
                        .flatMap(size -> set(claim, id, size, remark).stream()),
                others.stream().filter(figure::isTrivial).limit(1)
                        .flatMap(size -> set(claim, id, size,
                                remark + "; so large a set gives any number of so few digits")
                                .stream()));
    }

    private static Optional<Explanation> set(Claim claim, String id, long size, String remark) {
        OptionalLong count = claim.accuracy().count(size);
        return count.isEmpty() ? Optional.empty()
                : claim.accuracy().fit(count.getAsLong(), size).map(fit -> Explanation.of(id, count.getAsLong(), size,
                        fit, String.format(Locale.ROOT, "%,d of %,d images%s", count.getAsLong(), size, remark)));
    }

    /// A loader that leaves out the last, short batch.
    static Stream<Explanation> droppedBatch(Claim claim) {
        List<Integer> sizes = IntStream.of(BATCHES).map(batch -> claim.n() - claim.n() % batch)
                .filter(size -> size > 0).distinct().boxed().toList();
        return sets(claim, "dropped-batch", sizes, ", as where the last, short batch is left out");
    }

    /// The mean of the accuracies of `whole` batches and a shorter last one, which then weighs too much.
    static Stream<Explanation> batchAveraged(Claim claim) {
        return claim.isPlain() ? Stream.empty()
                : IntStream.of(BATCHES)
                        .filter(batch -> claim.n() > batch && claim.n() % batch > 0).boxed()
                        .filter(batch -> !claim.accuracy().isTrivial(batch * (claim.n() / batch + 1L)))
                        .flatMap(batch -> batchAveraged(claim, batch).stream());
    }

    private static Optional<Explanation> batchAveraged(Claim claim, long batch) {
        long whole = claim.n() / batch;
        long last = claim.n() % batch;
        long total = batch * last * (whole + 1);
        long expected = claim.accuracy().below(last);
        return LongStream.rangeClosed(-last, last)
                .map(step -> expected + step)
                .filter(inLast -> inLast >= 0 && inLast <= last)
                .boxed()
                .sorted((one, other) -> Long.compare(Math.abs(one - expected), Math.abs(other - expected)))
                .flatMap(inLast -> {
                    long before = Math.floorDiv(claim.accuracy().below(total) - inLast * batch, last);
                    return LongStream.of(before, before + 1)
                            .filter(inWhole -> inWhole >= 0 && inWhole <= whole * batch)
                            .boxed()
                            .flatMap(inWhole -> claim.accuracy().fit(inWhole * last + inLast * batch, total)
                                    .map(fit -> Explanation.of("batch-averaged", inWhole + inLast, claim.n(), fit,
                                            String.format(Locale.ROOT, "the mean over batches of %d, the last one of "
                                                    + "%d weighing as much: %,d of %,d and %d of %d are right", batch,
                                                    last, inWhole, whole * batch, inLast, last)))
                                    .stream());
                })
                .findFirst();
    }

    /// The mean over several runs on the same samples; the fewest runs that fit.
    static Stream<Explanation> meanOfRuns(Claim claim) {
        return claim.isPossible() ? Stream.empty()
                : IntStream.rangeClosed(2, MOST_RUNS).boxed()
                        .flatMap(runs -> set(claim, "mean-of-runs", (long) runs * claim.n(),
                                ", the mean of " + runs + " runs").stream())
                        .limit(1);
    }

    /// A share whose further digits were cut off, not rounded.
    static Stream<Explanation> truncated(Claim claim) {
        BigDecimal written = claim.accuracy().share();
        long next = claim.accuracy().below(claim.n()) + 1;
        if (claim.isPossible() || next > claim.n()) {
            return Stream.empty();
        }
        BigDecimal share = new BigDecimal(next).divide(BigDecimal.valueOf(claim.n()), written.scale() + 1,
                RoundingMode.DOWN);
        return share.setScale(written.scale(), RoundingMode.DOWN).compareTo(written) != 0 ? Stream.empty()
                : Stream.of(Explanation.of(TRUNCATED, next, claim.n(), Fit.ROUNDED, String.format(Locale.ROOT,
                        "%,d of %,d, its digits cut off rather than rounded", next, claim.n())));
    }

    /// Counted like top-1, so that the number alone cannot tell; named where it is far above what was expected.
    static Stream<Explanation> topFive(Claim claim) {
        boolean isAbove = claim.isFar() && claim.accuracy().percent() > claim.baseline().orElseThrow().percent();
        return !claim.isPossible() || !isAbove || claim.classes().orElse(TOP + 1) <= TOP ? Stream.empty()
                : Stream.of(new Explanation("top-5", OptionalDouble.empty(), Fit.ROUNDED, "top-5 rather than top-1: "
                        + "both are counts of the same samples, so the number alone cannot tell"));
    }

    /// A fraction as people write it.
    private static String decimal(long numerator, long denominator) {
        return new BigDecimal(numerator).divide(BigDecimal.valueOf(denominator), 4, RoundingMode.HALF_EVEN)
                .stripTrailingZeros().toPlainString();
    }
}
