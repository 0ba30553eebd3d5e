package dev.vernier.audit;

import dev.vernier.audit.experiment.Experiment;
import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.convert.SampleSets;
import dev.vernier.data.Listener;
import dev.vernier.model.Card;
import dev.vernier.model.Model;
import dev.vernier.stats.Interval;
import dev.vernier.stats.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// What makes a float model's own accuracy doubtful, so that all that is compared with it means little: it is no better than
/// a guess, or far from what its card says.
///
/// @param samples as they were evaluated
record Doubts(Model source, SampleSets samples, Equipment equipment) {
    /// A few samples may all be of a class or two.
    private static final int FEWEST = 20;

    /// Points that other samples of the same kind do not explain.
    private static final double FAR = 5;

    /// The doubts themselves, without a further run.
    List<Finding> of(Ladder ladder) {
        Predictions expected = ladder.predictions(Ladder.REFERENCE).orElseThrow();
        if (ladder.isUnlabelled()) {
            return List.of();
        }
        List<Finding> doubts = new ArrayList<>();
        if (isNearChance(expected)) {
            doubts.add(nearChance(expected));
        }
        told(expected).ifPresent(doubts::add);
        return doubts;
    }

    /// The same, and what the experiment shows to be the cause: another preprocessing, or another numbering of the classes, is
    /// tried where there is a doubt, or where the samples' values do not fit their scale.
    List<Finding> examined(Ladder ladder, Listener listener) {
        List<Finding> doubts = of(ladder);
        Experiment experiment = new Circumstances(source, Optional.empty(), Optional.empty(), samples, equipment)
                .experiment(ladder, Ladder.REFERENCE, listener);
        List<Finding> found = new ArrayList<>(experiment.findingsOfReference(!doubts.isEmpty()));
        found.addAll(doubts);
        return found;
    }

    /// Whether int8 surely loses more than half of what makes the float model better than a guess.
    boolean isBroken(Ladder ladder) {
        Predictions expected = ladder.predictions(Ladder.REFERENCE).orElseThrow();
        return !ladder.isUnlabelled() && !isNearChance(expected) && ladder.predictions(Ladder.DEPLOYED)
                .filter(deployed -> deployed.top1() - guess(expected) < (expected.top1() - guess(expected)) / 2)
                .flatMap(deployed -> ladder.paired(Ladder.DEPLOYED)).filter(paired -> paired.mcNemar().rejects())
                .isPresent();
    }

    /// Whether accuracy is not surely above that of always naming the class that is most frequent.
    private boolean isNearChance(Predictions predictions) {
        return predictions.labelled() >= FEWEST && labels(predictions).size() > 1
                && predictions.top1Interval().low() <= guess(predictions);
    }

    /// In percent.
    private double guess(Predictions predictions) {
        int most = labels(predictions).values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return Math.max(100.0 * most / predictions.labelled(), 100.0 / source.classes());
    }

    private static Map<Integer, Integer> labels(Predictions predictions) {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int sample = 0; sample < predictions.n(); sample++) {
            if (predictions.isLabelled(sample)) {
                counts.merge(predictions.label(sample), 1, Integer::sum);
            }
        }
        return counts;
    }

    private Finding nearChance(Predictions expected) {
        return new Finding(FindingId.NEAR_CHANCE, Finding.Severity.WARNING, Optional.empty(),
                String.format(Locale.ROOT,
                        "%s itself is right on %.2f %% of %,d samples, which is no better than a guess (%.2f %%): what is"
                                + " compared with it means little",
                        source.name(), expected.top1(), expected.labelled(), guess(expected)),
                String.format(Locale.ROOT, "correct = %d, n = %d, 95 %% interval %.2f to %.2f, guess = %.2f %%",
                        expected.correct(), expected.labelled(), expected.top1Interval().low(),
                        expected.top1Interval().high(), guess(expected)),
                Optional.empty(),
                Optional.of("look at the samples, their preprocessing and their labels before int8"))
                .withNumbers(Numbers.of("correct", expected.correct()).and("n", expected.labelled()).and("guess",
                        guess(expected)));
    }

    private Optional<Finding> told(Predictions expected) {
        OptionalDouble told = source.card().map(Card::top1).orElse(OptionalDouble.empty());
        if (told.isEmpty() || expected.labelled() < FEWEST || source.isQuantized()) {
            return Optional.empty();
        }
        Interval interval = expected.top1Interval();
        double away = Math.max(told.getAsDouble() - interval.high(), interval.low() - told.getAsDouble());
        return away < FAR ? Optional.empty()
                : Optional.of(new Finding(FindingId.NOT_AS_TOLD, Finding.Severity.WARNING,
                        Optional.empty(),
                        String.format(Locale.ROOT,
                                "%s itself is right on %.2f %% of %,d samples, but its card says %.2f %%",
                                source.name(), expected.top1(), expected.labelled(), told.getAsDouble()),
                        String.format(Locale.ROOT, "95 %% interval %.2f to %.2f", interval.low(), interval.high()),
                        Optional.empty(),
                        Optional.of("evaluate on the samples, and with the preprocessing, that the card is about"))
                        .withNumbers(Numbers.of("top1", expected.top1()).and("told", told.getAsDouble())));
    }
}
