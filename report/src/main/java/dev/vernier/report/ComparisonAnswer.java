package dev.vernier.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.vernier.audit.Comparing;
import dev.vernier.audit.Comparison;
import dev.vernier.audit.RecordedFile;
import dev.vernier.audit.ladder.Pairing;
import dev.vernier.model.Version;
import dev.vernier.stats.BestOf;
import dev.vernier.stats.Interval;
import dev.vernier.stats.Paired;
import dev.vernier.stats.Predictions;
import dev.vernier.stats.SliceChange;
import dev.vernier.stats.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What `compare` answers as JSON for two files. Numbers of the pair are null where the samples are not the same.
///
/// @param n labelled samples in both
/// @param agreement in percent
/// @param change of b against a, in points; negative is worse
/// @param p exact McNemar
/// @param pHolm the same, corrected for looking at every comparison of this run
/// @param ciLow the lower end of the change's 95 % interval
/// @param minimumDetectable in points; null where so few samples show no change
/// @param moreSamples that would probably show the observed change; null where it shows already, or there is none
/// @param moreSamplesWithin that would probably show it to be within the margin; absent where none is asked about
/// @param equivalenceMargin the smallest margin, in points, that the change is shown to be within
/// @param slices the same as `classes` for the groups of the array `slices`; absent where there is none
/// @param pairedBy `ids`, or `order` where they are not known in both
/// @param gate null where none was asked for
public record ComparisonAnswer(
        String version,
        Integer n,
        Side a,
        Side b,
        Integer lost,
        Integer gained,
        Double agreement,
        Double change,
        Double p,
        Double midP,
        Double pHolm,
        Double ciLow,
        Double ciHigh,
        Double minimumDetectable,
        Long moreSamples,
        @JsonInclude(JsonInclude.Include.NON_NULL) Long moreSamplesWithin,
        Double equivalenceMargin,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<SliceAnswer> slices,
        String pairedBy,
        VerdictAnswer verdict,
        @JsonInclude(JsonInclude.Include.NON_NULL) GateAnswer gate,
        List<ClassAnswer> classes,
        List<LadderAnswer.FindingAnswer> findings) implements Reported {
    @Override
    public String title() {
        return b.file() + " against " + a.file();
    }

    @Override
    public List<String> places() {
        return List.of(a.file(), b.file());
    }

    @Override
    public String markdown() {
        return ComparisonMarkdown.of(title(), List.of(this), findings);
    }

    /// One of the two files, on the samples that are compared; on all of its own where none are.
    ///
    /// @param top1 in percent
    public record Side(String file, int correct, double top1) {}

    /// @param id see [Verdict.Outcome]
    public record VerdictAnswer(String id, String text) {}

    /// One true class; `p_holm` is corrected for looking at every class.
    public record ClassAnswer(@JsonProperty("class") int label, int n, int lost,
            int gained, double change, double p, double pHolm) {
        static ClassAnswer of(SliceChange change) {
            Paired paired = change.paired();
            return new ClassAnswer(change.slice(), paired.n(), paired.lost(), paired.gained(), paired.change(),
                    paired.p(), change.adjusted());
        }
    }

    /// One group of samples; `p_holm` is corrected for looking at every group.
    public record SliceAnswer(int slice, int n, int lost, int gained, double change, double p, double pHolm) {
        static SliceAnswer of(SliceChange change) {
            Paired paired = change.paired();
            return new SliceAnswer(change.slice(), paired.n(), paired.lost(), paired.gained(), paired.change(),
                    paired.p(), change.adjusted());
        }
    }

    /// What `compare` answers for several files.
    ///
    /// @param selection null where they are not all of the same samples
    /// @param findings of all comparisons and of the selection
    public record Several(String version, List<ComparisonAnswer> comparisons, Selection selection,
            List<LadderAnswer.FindingAnswer> findings) implements Reported {
        @Override
        public String title() {
            return comparisons.size() + " candidates against " + comparisons.getFirst().a().file();
        }

        @Override
        public List<String> places() {
            return comparisons.stream().flatMap(pair -> pair.places().stream()).toList();
        }

        @Override
        public String markdown() {
            return ComparisonMarkdown.of(title(), comparisons, findings);
        }
    }

    /// @param expectedGain of choosing the best of k, were all equally good, in points
    /// @param distinct those that are right on other samples than every one before them
    public record Selection(int k, double expectedGain, int distinct) {
        static Selection of(BestOf best) {
            return new Selection(best.k(), best.expectedGain(), best.distinct());
        }
    }

    /// What tables call the share of right samples.
    static String accuracyTitle(List<ComparisonAnswer> comparisons) {
        return AccuracyTitle.of(comparisons.stream().flatMap(comparison -> comparison.classes().stream())
                .mapToInt(ClassAnswer::label));
    }

    /// A [ComparisonAnswer], or [Several].
    public static Reported of(Comparing comparing) {
        List<ComparisonAnswer> answers = new ArrayList<>();
        for (int i = 0; i < comparing.comparisons().size(); i++) {
            answers.add(of(comparing.comparisons().get(i), comparing.files().getFirst(), comparing.files().get(i + 1),
                    comparing.adjusted().isEmpty() ? Optional.empty() : Optional.of(comparing.adjusted().get(i))));
        }
        return answers.size() == 1 ? answers.getFirst()
                : new Several(Version.text(), answers, comparing.selection().map(Selection::of).orElse(null),
                        comparing.findings().stream().map(LadderAnswer.FindingAnswer::of).toList());
    }

    private static ComparisonAnswer of(Comparison comparison, RecordedFile a, RecordedFile b, Optional<Double> pHolm) {
        Optional<Pairing.Same> same = comparison.same();
        Optional<Paired> paired = comparison.paired();
        Optional<Interval> interval = paired.map(Paired::interval);
        return new ComparisonAnswer(
                Version.text(),
                paired.map(Paired::n).orElse(null),
                side(a, same.map(Pairing.Same::reference).orElse(comparison.reference().predictions())),
                side(b, same.map(Pairing.Same::candidate).orElse(comparison.candidate().predictions())),
                paired.map(Paired::lost).orElse(null),
                paired.map(Paired::gained).orElse(null),
                paired.map(Paired::agreement).orElse(null),
                paired.map(Paired::change).orElse(null),
                paired.map(Paired::p).orElse(null),
                paired.map(Paired::midP).orElse(null),
                pHolm.orElse(null),
                interval.map(Interval::low).orElse(null),
                interval.map(Interval::high).orElse(null),
                paired.map(pair -> pair.minimumDetectable().orElse(Double.NaN)).orElse(null),
                GateAnswer.orNull(comparison.moreSamples()),
                GateAnswer.orNull(comparison.moreSamplesWithin()),
                paired.map(Paired::equivalenceMargin).orElse(null),
                comparison.slices().stream().map(SliceAnswer::of).toList(),
                same.map(pairing -> pairing.isById() ? "ids" : "order").orElse(null),
                comparison.verdict().map(verdict -> new VerdictAnswer(verdict.id(), verdict.text())).orElse(null),
                comparison.maxDrop().map(gate -> GateAnswer.of(gate, comparison.candidate().name(), paired))
                        .orElse(null),
                comparison.classes().stream().map(ClassAnswer::of).toList(),
                comparison.findings().stream().map(LadderAnswer.FindingAnswer::of).toList());
    }

    private static Side side(RecordedFile file, Predictions predictions) {
        return new Side(file.toString(), predictions.correct(), predictions.top1());
    }
}
