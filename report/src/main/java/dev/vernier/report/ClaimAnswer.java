package dev.vernier.report;

import dev.vernier.audit.finding.Finding;
import dev.vernier.audit.finding.FindingId;
import dev.vernier.model.Version;
import dev.vernier.stats.Claim;
import dev.vernier.stats.Explanation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What `claim` answers as JSON.
///
/// @param possible whether some whole number of n samples gives the accuracy
/// @param correct how many; null where none does
/// @param baseline null where none was given
/// @param best the id of the explanation that fits best; null where there is none
/// @param explanations the best first
public record ClaimAnswer(
        String version,
        String accuracy,
        int n,
        Integer classes,
        String baseline,
        boolean possible,
        Long correct,
        String text,
        String best,
        List<ExplanationAnswer> explanations,
        List<LadderAnswer.FindingAnswer> findings) implements Spoken {

    /// @param top1 in percent; null where the explanation says nothing about it
    /// @param fit `exact` or `rounded`
    /// @param nearBaseline null without a baseline
    public record ExplanationAnswer(String id, Double top1, String fit, Boolean nearBaseline, String text) {
        static ExplanationAnswer of(Explanation explanation, Claim claim) {
            return new ExplanationAnswer(explanation.id(),
                    explanation.top1().isPresent() ? explanation.top1().getAsDouble() : null,
                    explanation.fit().name().toLowerCase(Locale.ROOT),
                    claim.baseline().isPresent() ? claim.isNear(explanation) : null,
                    explanation.text());
        }
    }

    public static ClaimAnswer of(Claim claim) {
        List<Explanation> explanations = claim.explanations();
        return new ClaimAnswer(
                Version.text(),
                claim.accuracy().text(),
                claim.n(),
                claim.classes().isPresent() ? claim.classes().getAsInt() : null,
                claim.baseline().map(baseline -> baseline.text()).orElse(null),
                claim.isPossible(),
                claim.count().isPresent() ? claim.count().getAsLong() : null,
                claim.text(),
                explanations.stream().map(Explanation::id).findFirst().orElse(null),
                explanations.stream().map(explanation -> ExplanationAnswer.of(explanation, claim)).toList(),
                findings(claim, explanations).stream().map(LadderAnswer.FindingAnswer::of).toList());
    }

    private static List<Finding> findings(Claim claim, List<Explanation> explanations) {
        List<Finding> findings = new ArrayList<>();
        if (!claim.isPossible()) {
            findings.add(
                    new Finding(FindingId.IMPOSSIBLE_ACCURACY, Finding.Severity.ERROR, Optional.empty(), claim.text(),
                            claim.text(), Optional.empty(), Optional.of("ask for the count of correct samples")));
        }
        explanations.stream().limit(1).filter(best -> best.id().equals("elementwise-accuracy")).forEach(best -> findings
                .add(new Finding(FindingId.ELEMENTWISE_ACCURACY, Finding.Severity.WARNING, Optional.empty(),
                        best.text(), best.text(),
                        Optional.empty(), Optional.of("compare the classes, not one-hot rows"))));
        return List.copyOf(findings);
    }

    @Override
    public void say(Lines lines) {
        lines.say(possible ? lines.style().bold(text) : lines.style().red(text));
        if (explanations.size() > 1) {
            lines.say("what fits best stands first: " + best);
        }
        explanations.forEach(explanation -> lines.say(String.format(Locale.ROOT, "%-20s  %7s  %s", explanation.id(),
                explanation.top1() == null ? "" : String.format(Locale.ROOT, "%.2f %%", explanation.top1()),
                explanation.text())));
        if (explanations.isEmpty()) {
            lines.say("nothing that is known here gives it" + (classes == null
                    ? "; --classes K tries one-hot metrics of other than 10 classes"
                    : ""));
        }
    }
}
