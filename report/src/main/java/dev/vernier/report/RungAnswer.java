package dev.vernier.report;

import dev.vernier.audit.Climb;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.audit.ladder.LadderStep;
import dev.vernier.audit.ladder.Rung;
import dev.vernier.audit.metric.Divergence;
import dev.vernier.stats.Interval;
import dev.vernier.stats.Paired;
import dev.vernier.stats.Predictions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One rung as JSON.
public sealed interface RungAnswer {
    /// The stage's name.
    String id();

    /// @param top1 in percent, with the ends of its 95 % interval
    /// @param change against the float rung, in points; negative is worse
    /// @param agreement in percent of predictions equal to the float rung's
    /// @param agreementWith the same with every other rung
    /// @param p exact McNemar
    /// @param ciLow the lower end of the change's 95 % interval
    /// @param minimumDetectable in points, that so many samples show with 80 % power; null where they show no change
    /// @param moreSamples that would probably show the observed change; null where it shows already, or there is none
    /// @param equivalenceMargin the smallest margin, in points, that the change is shown to be within
    /// @param kl the mean Kullback-Leibler divergence of the classes' probabilities from the float rung's, in nats; null for
    ///     the float rung, where predictions were recorded, and of a single score
    /// @param sqnrDb of the scores against the float rung's; null as `kl`, and where they are the same
    /// @param step against the rung that it stands on; null for the float rung
    /// @param seconds null where its predictions were recorded
    record Climbed(
            String id,
            int n,
            int correct,
            double top1,
            double top1Low,
            double top1High,
            double change,
            double ciLow,
            double ciHigh,
            int lost,
            int gained,
            double p,
            double midP,
            Double minimumDetectable,
            Long moreSamples,
            double equivalenceMargin,
            double agreement,
            Map<String, Double> agreementWith,
            Double kl,
            Double sqnrDb,
            StepAnswer step,
            Double seconds,
            Double imagesPerSecond) implements RungAnswer {}

    /// @param against the rung that it stands on
    /// @param text one sentence
    record StepAnswer(String against, int lost, int gained, double p, String text) {
        static StepAnswer of(LadderStep step) {
            Paired paired = step.paired();
            return new StepAnswer(step.against(), paired.lost(), paired.gained(), paired.p(), step.text());
        }
    }

    /// @param skipped why
    record Skipped(String id, String skipped) implements RungAnswer {}

    static RungAnswer of(Rung rung, Climb climb) {
        return switch (rung) {
            case Rung.Skipped(String id, String reason) -> new Skipped(id, reason);
            case Rung.Climbed(String id, Predictions predictions) -> climbed(id, predictions, climb);
        };
    }

    private static Climbed climbed(String id, Predictions predictions, Climb climb) {
        Paired paired = climb.ladder().paired(id).orElseThrow();
        Interval top1 = predictions.top1Interval();
        boolean isReference = id.equals(Ladder.REFERENCE);
        Interval change = isReference ? new Interval(0, 0) : paired.interval();
        Double seconds = climb.seconds().get(id);
        Optional<Divergence> divergence = Optional.ofNullable(climb.divergences().get(id));
        return new Climbed(
                id,
                predictions.labelled(),
                predictions.correct(),
                predictions.top1(),
                top1.low(),
                top1.high(),
                paired.change(),
                change.low(),
                change.high(),
                paired.lost(),
                paired.gained(),
                paired.p(),
                paired.midP(),
                isReference || paired.minimumDetectable().isEmpty() ? null : paired.minimumDetectable().getAsDouble(),
                GateAnswer.orNull(paired.moreSamples()),
                isReference ? 0 : paired.equivalenceMargin(),
                paired.agreement(),
                agreementWithOthers(id, predictions, climb.ladder()),
                divergence.flatMap(apart -> apart.kl().stream().boxed().findFirst()).orElse(null),
                divergence.map(apart -> apart.sqnr().decibels()).filter(Double::isFinite).orElse(null),
                climb.ladder().step(id).map(StepAnswer::of).orElse(null),
                seconds,
                seconds == null ? null : predictions.n() / seconds);
    }

    private static Map<String, Double> agreementWithOthers(String id, Predictions predictions, Ladder ladder) {
        Map<String, Double> agreement = new TreeMap<>();
        for (Rung other : ladder.rungs()) {
            if (other instanceof Rung.Climbed(String otherId, Predictions others) && !otherId.equals(id)) {
                agreement.put(otherId, predictions.agreementWith(others));
            }
        }
        return agreement;
    }
}
