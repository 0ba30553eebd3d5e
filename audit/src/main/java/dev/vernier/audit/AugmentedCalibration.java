package dev.vernier.audit;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.convert.Int8;
import dev.vernier.data.Augmentation;
import dev.vernier.data.Listener;
import dev.vernier.data.Loader;
import dev.vernier.graph.Graph;
import dev.vernier.quant.QParams;
import dev.vernier.stats.Paired;
import dev.vernier.stats.Predictions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What random changes of the calibration images did, from the same calibration without them and, where several workers
/// deal the images, with another batch size.
///
/// @param plain the same images, unchanged
record AugmentedCalibration(Augmentation augmentation, Loader plain) {
    private static final String RUNG = "plain";

    /// How much of the loss plain images bring back where augmentation is its cause.
    private static final double MOST = 0.5;

    /// @param climb of the augmented model
    Finding finding(Quantizing job, Int8 augmented, Climb climb, Listener listener) {
        Int8 unchanged = Int8.of(job.quantizable().anew(), plain, job.equipment().engine(),
                job.equipment().crew(), listener);
        Optional<Predictions> better = climb
                .then(List.of(Stage.of(RUNG, job.equipment().engine(), unchanged.model()::integer)), job.source(),
                        job.samples(),
                        job.equipment().crew(),
                        listener)
                .ladder().predictions(RUNG);
        Optional<Predictions> deployed = climb.ladder().predictions(Ladder.DEPLOYED);
        Optional<Paired> undone = deployed.flatMap(before -> better.map(after -> Paired.of(before, after)));
        boolean isCause = undone.isPresent()
                && explains(climb.ladder().paired(Ladder.DEPLOYED).orElseThrow(), undone.get());
        Map<String, Double> moved = moved(augmented, unchanged);
        return new Finding(FindingId.CALIBRATION_AUGMENTED, isCause ? Finding.Severity.ERROR : Finding.Severity.WARNING,
                worst(moved).map(Map.Entry::getKey),
                "calibrated on images changed at random: " + augmentation + dealing(),
                evidence(moved, augmented) + batch(job, augmented, listener),
                undone.map(paired -> counterfactual(paired, plain)),
                Optional.of(
                        "calibrate on plain images, preprocessed as those evaluated: their ranges depend on neither seed"
                                + " nor batch size"))
                .withNumbers(
                        Numbers.of("scales_that_differ", moved.size()).and("scales", activations(augmented).size()))
                .withCounterfactual(undone);
    }

    private static boolean explains(Paired loss, Paired undone) {
        int recovered = undone.gained() - undone.lost();
        return loss.lost() > loss.gained() && loss.mcNemar().rejects() && undone.mcNemar().rejects()
                && recovered >= MOST * (loss.lost() - loss.gained());
    }

    private String dealing() {
        return augmentation.workers() < 2
                ? ""
                : "; batches go round robin to the " + augmentation.workers()
                        + " workers, each of which has a generator of"
                        + " its own, so that the batch size decides how an image is changed";
    }

    private static String evidence(Map<String, Double> moved, Int8 int8) {
        return String.format(Locale.ROOT, "%d of %d scales differ from those of the plain images%s", moved.size(),
                activations(int8).size(), worst(moved)
                        .map(most -> String.format(Locale.ROOT, ", the most by %.1f %% ('%s')", 100 * most.getValue(),
                                most.getKey()))
                        .orElse(""));
    }

    /// What twice the batch size changes, where it does.
    private String batch(Quantizing job, Int8 augmented, Listener listener) {
        if (augmentation.workers() < 2) {
            return "";
        }
        Augmentation other = new Augmentation(augmentation.steps(), augmentation.seed(), augmentation.workers(),
                2 * augmentation.batch());
        Loader dealt = Loader.of(other.of(plain.dataset(), plain.preprocess().layout()), plain.preprocess());
        Int8 redealt = Int8.of(job.quantizable().anew(), dealt, job.equipment().engine(),
                job.equipment().crew(), listener);
        return String.format(Locale.ROOT, "; with batches of %d %d of %d scales differ from those with batches of %d",
                other.batch(), moved(augmented, redealt).size(), activations(augmented).size(), augmentation.batch());
    }

    private static String counterfactual(Paired undone, Loader plain) {
        return String.format(Locale.ROOT,
                "calibrated on the same %,d images unchanged %,d of %,d are correct instead of %,d (lost = %d, gained = %d,"
                        + " p = %.2g)",
                plain.dataset().size(), undone.referenceCorrect() - undone.lost() + undone.gained(), undone.n(),
                undone.referenceCorrect(), undone.lost(), undone.gained(), undone.p());
    }

    /// By activation, the relative difference of the scales, where there is one.
    private static Map<String, Double> moved(Int8 one, Int8 other) {
        Map<String, QParams> others = activations(other);
        return activations(one).entrySet().stream()
                .filter(entry -> !entry.getValue().equals(others.get(entry.getKey())))
                .collect(Collectors.toMap(Map.Entry::getKey,
                        entry -> Math.abs(scale(entry.getValue()) / scale(others.get(entry.getKey())) - 1)));
    }

    private static Map<String, QParams> activations(Int8 int8) {
        Graph graph = int8.model().graph();
        return int8.model().quantization().activations(graph).parameters();
    }

    private static double scale(QParams params) {
        return params.scale().floatAt(0);
    }

    private static Optional<Map.Entry<String, Double>> worst(Map<String, Double> moved) {
        return moved.entrySet().stream()
                .max(Map.Entry.<String, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()));
    }
}
