package dev.vernier.audit.metric;

import dev.vernier.audit.ladder.DeployedForm;
import dev.vernier.audit.ladder.Ladder;
import dev.vernier.model.Metric;
import dev.vernier.stats.PairedValues;
import dev.vernier.stats.Verdict;
import dev.vernier.tensor.Counted;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// The same samples on every stage from the float model to the deployed one, where a metric gives each a value rather than
/// right or wrong.
///
/// @param hasTargets whether the samples say what is right; else every rung is compared with the float one
/// @param reference the float rung's values
public record MeasuredLadder(Metric metric, boolean hasTargets, List<MeasuredRung> rungs, Optional<Values> reference) {
    public MeasuredLadder {
        rungs = List.copyOf(rungs);
    }

    /// The same with one more rung that was climbed.
    ///
    /// @param values of the same samples
    public MeasuredLadder and(String id, Values values, double seconds) {
        Values first = reference.orElse(values);
        return new MeasuredLadder(metric, hasTargets,
                Stream.concat(rungs.stream(), Stream.of(new MeasuredRung.Climbed(id, metric,
                        PairedValues.of(first.toArray(), values.toArray()), seconds))).toList(),
                Optional.of(first));
    }

    /// The same with one more rung that could not be climbed.
    public MeasuredLadder and(MeasuredRung.Skipped rung) {
        return new MeasuredLadder(metric, hasTargets, Stream.concat(rungs.stream(), Stream.of(rung)).toList(),
                reference);
    }

    /// What every other rung's numbers are compared with; empty where the samples say what is right, or nothing was climbed.
    public Optional<Values> expected() {
        return hasTargets ? Optional.empty() : reference;
    }

    /// The rungs that were climbed, the float one first.
    public Stream<MeasuredRung.Climbed> climbed() {
        return rungs.stream().filter(MeasuredRung.Climbed.class::isInstance).map(MeasuredRung.Climbed.class::cast);
    }

    /// The rung that the verdict is about: `integer`, or the last one that was climbed where that was not.
    public MeasuredRung.Climbed deployed() {
        return climbed().filter(rung -> rung.id().equals(Ladder.DEPLOYED)).findFirst()
                .orElseGet(() -> climbed().reduce((one, next) -> next).orElseThrow());
    }

    /// What the paired values allow to say: worse or better where the interval excludes no change at all.
    public Verdict verdict() {
        MeasuredRung.Climbed rung = deployed();
        String name = rung.id().equals(DeployedForm.CANDIDATE) ? "the candidate" : "int8";
        if (rung.paired().isIdentical()) {
            return new Verdict(Verdict.Outcome.IDENTICAL, String.format(Locale.ROOT,
                    "%s gives the same %s on all %s: identical", name, metric,
                    new Counted(rung.paired().n(), "sample")));
        }
        String interval = String.format(Locale.ROOT, "95 %% interval %+.4g to %+.4g", rung.interval().low(),
                rung.interval().high());
        if (!hasTargets) {
            return new Verdict(Verdict.Outcome.NO_EVIDENCE, String.format(Locale.ROOT,
                    "%s differs from float by %s = %.4g on %s (change %s); they have no targets, so nothing says which"
                            + " model is right",
                    name, metric, rung.value(), new Counted(rung.paired().n(), "sample"), interval));
        }
        boolean changed = rung.paired().isChanged();
        boolean worse = metric.isError() == rung.change() > 0;
        return new Verdict(
                !changed ? Verdict.Outcome.NO_EVIDENCE : worse ? Verdict.Outcome.WORSE : Verdict.Outcome.BETTER,
                String.format(Locale.ROOT, "%s changes %s by %+.4g to %.4g on %s: %s (%s)", name, metric,
                        rung.change(), rung.value(), new Counted(rung.paired().n(), "sample"),
                        !changed ? Verdict.UNCHANGED : worse ? "worse" : "better", interval));
    }
}
