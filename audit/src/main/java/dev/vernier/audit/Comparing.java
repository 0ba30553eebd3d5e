package dev.vernier.audit;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.audit.finding.Numbers;
import dev.vernier.audit.ladder.Pairing;
import dev.vernier.audit.ladder.Recorded;
import dev.vernier.stats.BestOf;
import dev.vernier.stats.Holm;
import dev.vernier.stats.MaxDrop;
import dev.vernier.stats.Predictions;
import dev.vernier.tensor.InputException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// One model's predictions compared with those of one or several others.
public record Comparing(List<RecordedFile> files, List<Comparison> comparisons) {
    public Comparing {
        files = List.copyOf(files);
        comparisons = List.copyOf(comparisons);
    }

    /// @param base what every other is compared with
    /// @throws InputException where a file cannot be read, or the margin is no room at all
    public static Comparing of(RecordedFile base, List<RecordedFile> others, OptionalDouble margin,
            Optional<MaxDrop> maxDrop) {
        if (margin.isPresent() && margin.getAsDouble() == 0) {
            throw new InputException("--margin: 0, needed more than 0 points");
        }
        List<RecordedFile> files = new ArrayList<>(List.of(base));
        files.addAll(others);
        boolean isClear = files.stream().map(RecordedFile::shortName).distinct().count() == files.size();
        List<Recorded> recorded = files.stream()
                .map(file -> file.read(isClear ? file.shortName() : file.toString()))
                .toList();
        return new Comparing(files, recorded.stream().skip(1)
                .map(other -> Comparison.of(recorded.getFirst(), other, margin, maxDrop))
                .toList());
    }

    /// What choosing the best of several gives by itself; empty for a single one, and where not all are of the same
    /// samples.
    public Optional<BestOf> selection() {
        List<Pairing.Same> same = comparisons.stream().flatMap(comparison -> comparison.same().stream()).toList();
        return comparisons.size() > 1 && same.size() == comparisons.size()
                && same.stream().map(Pairing.Same::reference).distinct().count() == 1
                        ? Optional.of(BestOf.of(same.stream().map(Pairing.Same::candidate).toList()))
                        : Optional.empty();
    }

    /// The exact McNemar p of each comparison, corrected for looking at all of them; none where one is not possible.
    public List<Double> adjusted() {
        List<Double> p = comparisons.stream().flatMap(comparison -> comparison.paired().stream())
                .map(paired -> paired.p()).toList();
        return p.size() == comparisons.size() ? Holm.adjusted(p) : List.of();
    }

    /// Of all comparisons, and that the best of several was chosen on the very samples that it is judged by.
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        comparisons.forEach(comparison -> findings.addAll(comparison.findings()));
        selection().ifPresent(selection -> findings.add(selected(selection)));
        return List.copyOf(findings);
    }

    private Finding selected(BestOf selection) {
        Comparison best = comparisons.stream()
                .max(Comparator.comparingInt(comparison -> candidate(comparison).correct())).orElseThrow();
        double mean = comparisons.stream().mapToDouble(comparison -> candidate(comparison).top1()).average()
                .orElseThrow();
        double ahead = candidate(best).top1() - mean;
        return new Finding(FindingId.SELECTED_ON_TEST,
                selection.distinct() > 1 ? Finding.Severity.WARNING : Finding.Severity.INFO,
                Optional.empty(),
                selection.distinct() == 1
                        ? "all " + selection.k() + " are right on the same samples: there is nothing to choose"
                        : String.format(Locale.ROOT,
                                "choosing the best of %d on these samples gives about %.2f points by "
                                        + "itself, were all equally good; %s is %.2f above their mean",
                                selection.k(),
                                selection.expectedGain(), best.candidate().name(), ahead),
                String.format(Locale.ROOT, "k = %d, distinct = %d, expected gain = %.4f points, best above mean = %.4f",
                        selection.k(), selection.distinct(), selection.expectedGain(), ahead),
                Optional.empty(),
                selection.distinct() == 1
                        ? Optional.empty()
                        : Optional.of("choose on other samples, and test the chosen one here once"))
                .withNumbers(Numbers.of("k", selection.k()).and("distinct", selection.distinct())
                        .and("expected_gain", selection.expectedGain()).and("best_above_mean", ahead));
    }

    private static Predictions candidate(Comparison comparison) {
        return comparison.same().orElseThrow().candidate();
    }

    /// 3 where a finding is an error or a gate is not met, else 0.
    public int exitStatus() {
        return findings().stream().anyMatch(finding -> finding.severity() == Finding.Severity.ERROR)
                || !comparisons.stream().allMatch(Comparison::isGateMet) ? 3 : 0;
    }
}
