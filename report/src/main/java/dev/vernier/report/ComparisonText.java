package dev.vernier.report;

import dev.vernier.audit.Comparing;
import dev.vernier.audit.Comparison;
import dev.vernier.audit.ladder.Pairing;
import dev.vernier.stats.Interval;
import dev.vernier.stats.McNemar;
import dev.vernier.stats.Paired;
import dev.vernier.stats.Predictions;
import dev.vernier.stats.SliceChange;
import java.util.List;
import java.util.Locale;

/// What people read of a [Comparing]: a table, a verdict for each comparison, and what stands against trusting it.
public final class ComparisonText {
    private static final int NARROWEST_SHARE = 7;

    private ComparisonText() {}

    public static void say(Comparing comparing, Lines lines) {
        table(comparing, lines);
        comparing.comparisons().forEach(comparison -> say(comparison, lines));
        several(comparing, lines);
        comparing.findings().stream()
                .filter(finding -> !finding.id().isVerdict())
                .forEach(finding -> lines.say(FindingText.line(finding)));
        if (comparing.comparisons().stream().flatMap(one -> one.same().stream()).anyMatch(same -> !same.isById())) {
            lines.say(lines.style().dim("paired by order: without ids in both files, only their number and labels "
                    + "say that the samples are the same"));
        }
    }

    private static void table(Comparing comparing, Lines lines) {
        List<Comparison> comparisons = comparing.comparisons();
        int width = comparisons.stream().mapToInt(comparison -> Math.max(comparison.candidate().name().length(),
                comparison.reference().name().length())).max().orElse(0);
        String title = AccuracyTitle.of(comparisons.stream().flatMap(comparison -> comparison.classes().stream())
                .mapToInt(SliceChange::slice));
        String format = "%-" + width + "s  %7s  %" + Math.max(NARROWEST_SHARE, title.length())
                + "s  %6s  %15s  %5s  %6s  %7s  %7s%s";
        Style style = lines.style();
        lines.say(style.dim(row(format, "", "correct", title, "change", "95 % interval", "lost", "gained",
                "agree %", "p", "")));
        Comparison first = comparisons.getFirst();
        Predictions base = first.same().filter(same -> comparisons.size() == 1).map(Pairing.Same::reference)
                .orElse(first.reference().predictions());
        lines.say(style.bold(row(format, first.reference().name(), count(base.correct()), percent(base.top1()), "",
                "", "", "", "", "", "")));
        comparisons.forEach(comparison -> lines.say(line(format, comparison, style)));
        lines.say("");
    }

    private static String line(String format, Comparison comparison, Style style) {
        if (comparison.same().isEmpty()) {
            Predictions own = comparison.candidate().predictions();
            return row(format, comparison.candidate().name(), count(own.correct()), percent(own.top1()), "", "", "", "",
                    "", "", "");
        }
        Predictions candidate = comparison.same().orElseThrow().candidate();
        Paired paired = comparison.paired().orElseThrow();
        Interval interval = paired.interval();
        String text = row(format, comparison.candidate().name(), count(candidate.correct()),
                percent(candidate.top1()), String.format(Locale.ROOT, "%+.2f", paired.change() + 0.0),
                String.format(Locale.ROOT, "%+.2f to %+.2f", interval.low() + 0.0, interval.high() + 0.0),
                count(paired.lost()), count(paired.gained()), percent(paired.agreement()), p(paired.p()),
                paired.mcNemar().rejects() ? " *" : "");
        return !paired.mcNemar().rejects() ? text : paired.change() < 0 ? style.red(text) : style.green(text);
    }

    private static void say(Comparison comparison, Lines lines) {
        comparison.verdict().ifPresent(verdict -> lines.say(lines.style().bold(verdict.text())));
        PairedText.sayMoreSamples(comparison.moreSamples(), "show it", lines);
        PairedText.sayMoreSamples(comparison.moreSamplesWithin(), "show that it is within the margin", lines);
        PairedText.sayChanged("classes", label -> "class " + label, comparison.classes(), lines);
        PairedText.sayChanged("slices", slice -> "slice " + slice, comparison.slices(), lines);
        comparison.maxDrop().map(gate -> GateAnswer.of(gate, comparison.candidate().name(), comparison.paired()))
                .ifPresent(gate -> gate.say(lines));
    }

    /// How many comparisons stay significant after looking at all of them.
    private static void several(Comparing comparing, Lines lines) {
        List<Double> adjusted = comparing.adjusted();
        long alone = comparing.comparisons().stream().flatMap(comparison -> comparison.paired().stream())
                .filter(paired -> paired.mcNemar().rejects()).count();
        if (adjusted.size() > 1 && alone > 0) {
            lines.say(String.format(Locale.ROOT,
                    "%d of %d comparisons are significant one by one, %d when corrected for looking at all (Holm)",
                    alone, adjusted.size(), adjusted.stream().filter(p -> p < McNemar.ALPHA).count()));
        }
    }

    private static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static String percent(double percent) {
        return String.format(Locale.ROOT, "%.2f", percent);
    }

    private static String p(double p) {
        return p < 0.0001 ? "<0.0001" : String.format(Locale.ROOT, p < 0.1 ? "%.4f" : "%.2f", p);
    }

    private static String row(String format, Object... cells) {
        return String.format(Locale.ROOT, format, cells).stripTrailing();
    }
}
