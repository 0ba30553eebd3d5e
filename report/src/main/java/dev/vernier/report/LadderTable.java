package dev.vernier.report;

import dev.vernier.audit.ladder.Ladder;
import dev.vernier.audit.ladder.Rung;
import dev.vernier.stats.Interval;
import dev.vernier.stats.Paired;
import dev.vernier.stats.Predictions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// A ladder as an aligned table, a line per rung:
/// ```
/// rung         correct  top-1 %   95 % interval  change    95 % interval   lost  gained  agree %        p
/// float          9,173    91.73  91.17 to 92.25
/// integer        9,155    91.55  90.99 to 92.08   -0.18   -0.35 to -0.02     41      23    99.18   0.0328 *
/// ```
/// A rung whose change is significant is marked.
public final class LadderTable {
    private static final int NARROWEST = 11;
    private static final int NARROWEST_SHARE = 7;
    private static final String ROW = "  %%7s  %%%ds  %%14s  %%6s  %%15s  %%5s  %%6s  %%7s  %%7s%%s";

    private final Ladder ladder;
    private final Style style;
    private final int decimals;
    private final String name;
    private final String share;

    public LadderTable(Ladder ladder, Style style) {
        this.ladder = ladder;
        this.style = style;
        int n = ladder.predictions(Ladder.REFERENCE).map(Predictions::labelled).orElse(1);
        this.decimals = n > 100_000 ? 3 : 2;
        this.name = name(ladder);
        this.share = ladder.isUnlabelled() ? "agree %"
                : AccuracyTitle.of(ladder.predictions(Ladder.REFERENCE).stream()
                        .flatMapToInt(expected -> IntStream.range(0, expected.n()).map(expected::label)));
    }

    /// How the names of rungs are written, all equally wide.
    static String name(Ladder ladder) {
        return "%-" + Math.max(NARROWEST, ladder.rungs().stream().mapToInt(rung -> rung.id().length()).max().orElse(0))
                + "s";
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                style.dim(
                        row("rung", ladder.isUnlabelled() ? "as float" : "correct",
                                share, "95 % interval", "change",
                                "95 % interval", "lost", "gained",
                                "agree %", "p", "")));
        ladder.rungs().forEach(rung -> lines.add(line(rung)));
        if (ladder.rungs().stream().anyMatch(rung -> isSignificant(rung.id()))) {
            lines.add(style.dim("* a significant change: exact McNemar p < 0.05"));
        }
        if (lines.size() > 2) {
            lines.add(style
                    .dim("change in points against float; p: how often chance alone would lose and gain so unevenly"));
        }
        return lines;
    }

    private String line(Rung rung) {
        return switch (rung) {
            case Rung.Skipped(String id, String reason) ->
                style.dim(String.format(Locale.ROOT, name + "  skipped: %s", id, reason));
            case Rung.Climbed(String id, Predictions predictions) -> line(id, predictions);
        };
    }

    private String line(String id, Predictions predictions) {
        String correct = String.format(Locale.ROOT, "%,d", predictions.correct());
        String top1 = number(predictions.top1());
        Interval interval = predictions.top1Interval();
        String around = interval("%%.%df", interval);
        if (id.equals(Ladder.REFERENCE)) {
            return style.bold(row(id, correct, top1, around, "", "", "", "", "", "", ""));
        }
        Paired paired = ladder.paired(id).orElseThrow();
        String text = row(
                id,
                correct,
                top1,
                around,
                String.format(Locale.ROOT, "%+." + decimals + "f", paired.change() + 0.0),
                interval("%%+.%df", paired.interval()),
                String.format(Locale.ROOT, "%,d", paired.lost()),
                String.format(Locale.ROOT, "%,d", paired.gained()),
                number(paired.agreement()),
                p(paired.p()),
                isSignificant(id) ? " *" : "");
        return !isSignificant(id) ? text : paired.change() < 0 ? style.red(text) : style.green(text);
    }

    private boolean isSignificant(String id) {
        return ladder.paired(id).map(paired -> paired.mcNemar().rejects()).orElse(false);
    }

    private String interval(String number, Interval interval) {
        String format = String.format(Locale.ROOT, number, decimals);
        return String.format(Locale.ROOT, format + " to " + format, interval.low() + 0.0,
                interval.high() + 0.0);
    }

    private String number(double value) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    private static String p(double p) {
        return p < 0.0001 ? "<0.0001" : String.format(Locale.ROOT, p < 0.1 ? "%.4f" : "%.2f", p);
    }

    private String row(Object... cells) {
        return String.format(Locale.ROOT,
                name + String.format(Locale.ROOT, ROW, Math.max(NARROWEST_SHARE, share.length())), cells)
                .stripTrailing();
    }
}
