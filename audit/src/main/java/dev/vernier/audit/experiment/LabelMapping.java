package dev.vernier.audit.experiment;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.stats.Holm;
import dev.vernier.stats.Paired;
import dev.vernier.stats.Predictions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/// Labels that number the classes in another way than the model does. A label map is learned on half of the samples, all are
/// tested on the others.
final class LabelMapping {
    /// Points that it must gain, and how sure that must be.
    private static final double LARGE = 2;
    private static final double LEVEL = 0.001;
    private static final int FEWEST = 20;

    private LabelMapping() {}

    /// The label map that brings the accuracy back; empty where there is none.
    static Optional<Found> fault(Experiment experiment) {
        return experiment.expected().flatMap(predictions -> of(predictions, "the float model", experiment))
                .or(() -> experiment.observed()
                        .flatMap(predictions -> of(predictions, "the candidate", experiment)
                                .filter(found -> explains(found, predictions, experiment))));
    }

    /// Whether it brings back most of what the candidate lost: another label map helps a broken model a little, too.
    private static boolean explains(Found found, Predictions candidate, Experiment experiment) {
        return experiment.expected()
                .filter(expected -> 2 * found.recovered() < expected.correct() - candidate.correct()).isEmpty();
    }

    private static Optional<Found> of(Predictions predictions, String who, Experiment experiment) {
        if (predictions.n() < FEWEST) {
            return Optional.empty();
        }
        List<Integer> mixed = mixed(predictions.n());
        Predictions learning = predictions.at(mixed.subList(0, mixed.size() / 2));
        Predictions testing = predictions.at(mixed.subList(mixed.size() / 2, mixed.size()));
        List<LabelMap> labelMaps = labelMaps(learning, classes(predictions, experiment), experiment);
        if (testing.labelled() == 0) {
            return Optional.empty();
        }
        labelMaps.removeIf(one -> !helpsSeveral(testing, one.of(testing)));
        List<Paired> tested = labelMaps.stream().map(one -> Paired.of(testing, one.of(testing))).toList();
        List<Double> p = Holm.adjusted(tested.stream().map(Paired::p).toList());
        return IntStream.range(0, tested.size())
                .filter(one -> tested.get(one).change() >= LARGE && p.get(one) < LEVEL)
                .boxed()
                .reduce((best, one) -> tested.get(one).change() > tested.get(best).change() ? one : best)
                .map(best -> fault(labelMaps.get(best), Paired.of(predictions, labelMaps.get(best).of(predictions)),
                        tested.get(best), p.get(best), who));
    }

    /// Data may be sorted, or go through the classes in turn.
    private static List<Integer> mixed(int n) {
        List<Integer> samples = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        Collections.shuffle(samples, new Random(n));
        return samples;
    }

    /// Whether it puts more than one class right: a model that calls everything the same is not helped by another name.
    private static boolean helpsSeveral(Predictions before, Predictions after) {
        return IntStream.range(0, before.n()).filter(sample -> !before.isCorrect(sample) && after.isCorrect(sample))
                .map(before::label).distinct().count() > 1;
    }

    private static int classes(Predictions predictions, Experiment experiment) {
        int largest = IntStream.range(0, predictions.n())
                .map(sample -> Math.max(predictions.prediction(sample), predictions.label(sample))).max().orElse(0);
        return Math.max(largest + 1, experiment.names().size());
    }

    /// What is known first.
    private static List<LabelMap> labelMaps(Predictions learning, int classes, Experiment experiment) {
        List<LabelMap> labelMaps = new ArrayList<>();
        if (experiment.names().size() == classes) {
            LabelMap.ofNames(experiment.names(), experiment.samples().dataset().labels()).ifPresent(labelMaps::add);
        }
        labelMaps.add(LabelMap.shifted(1, classes));
        labelMaps.add(LabelMap.shifted(-1, classes));
        labelMaps.add(LabelMap.ofSortedNumbers(classes));
        LabelMap.learned(learning, classes).ifPresent(labelMaps::add);
        labelMaps.removeIf(LabelMap::isIdentity);
        return labelMaps;
    }

    private static Found fault(LabelMap labelMap, Paired all, Paired tested, double p, String who) {
        return new Found(new Finding(FindingId.LABEL_MAPPING, Finding.Severity.ERROR, Optional.empty(),
                who + " and the data number the classes differently: " + labelMap.text(),
                String.format(Locale.ROOT,
                        "on the samples that it was not chosen on: change = %+.2f points, lost = %d, gained = %d, "
                                + "n = %d, p (Holm) = %.2g",
                        tested.change(), tested.lost(), tested.gained(), tested.n(), p),
                Optional.of(String.format(Locale.ROOT, "with the labels mapped %,d of %,d are correct instead of %,d",
                        all.candidateCorrect(), all.n(), all.referenceCorrect())),
                Optional.of("map the labels where the data is read"))
                .withNumbers(Numbers.of(tested).and("p_holm", p)).withCounterfactual(Numbers.of(all)),
                all.gained() - all.lost());
    }
}
