package dev.vernier.report;

import static dev.vernier.report.LadderMarkdown.interval;
import static dev.vernier.report.LadderMarkdown.number;

import java.util.List;

/// What `compare` answers, for a pull request.
final class ComparisonMarkdown {
    private ComparisonMarkdown() {}

    static String of(String title, List<ComparisonAnswer> comparisons, List<LadderAnswer.FindingAnswer> findings) {
        Markdown text = new Markdown().heading(2, title);
        comparisons.forEach(comparison -> {
            if (comparison.verdict() != null) {
                text.strong(comparison.verdict().text());
            }
            if (comparison.gate() != null) {
                text.paragraph(comparison.gate().text());
            }
        });
        text.table(
                List.of("predictions", "correct", ComparisonAnswer.accuracyTitle(comparisons), "change",
                        "95 % interval", "lost", "gained", "p"),
                7,
                comparisons.stream().map(ComparisonMarkdown::row).toList());
        LadderMarkdown.findings(text, findings);
        return text.toString();
    }

    private static List<String> row(ComparisonAnswer comparison) {
        ComparisonAnswer.Side side = comparison.b();
        String correct = number("%,d", side.correct());
        String top1 = number("%.2f", side.top1());
        return comparison.p() == null
                ? List.of(side.file(), correct, top1, "", "", "", "", "")
                : List.of(side.file(), correct, top1, number("%+.2f", comparison.change() + 0.0),
                        interval(comparison.ciLow(), comparison.ciHigh()), number("%,d", comparison.lost()),
                        number("%,d", comparison.gained()), number("%.4g", comparison.p()));
    }
}
