package dev.vernier.report;

import dev.vernier.tensor.Counted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// A [LadderAnswer] for a pull request: verdict, ladder, findings, and the tensors that lost most.
final class LadderMarkdown {
    private static final int WORST = 10;
    private static final int SHORT_HASH = 12;

    private final LadderAnswer answer;

    private LadderMarkdown(LadderAnswer answer) {
        this.answer = answer;
    }

    static String of(LadderAnswer answer) {
        return new LadderMarkdown(answer).text();
    }

    private String text() {
        Markdown text = new Markdown().heading(2, answer.title()).strong(answer.verdict().text());
        answer.otherChanges().forEach(form -> text.strong(form.text()));
        causes(text);
        if (answer.verdicts().size() > 1) {
            text.paragraph(answer.conclusion() + ".");
        }
        if (answer.verdict().breaksAt() != null && errors().isEmpty()) {
            text.paragraph("The first rung that alone changes the accuracy: " + answer.verdict().breaksAt() + ".");
        }
        if (answer.gate() != null) {
            text.paragraph(answer.gate().text());
        }
        text.table(List.of("rung", answer.lacksLabels() ? "as float" : "correct",
                answer.lacksLabels() ? "as float, %" : answer.accuracyTitle(), "change", "95 % interval", "lost",
                "gained", "p"), 7,
                answer.rungs().stream().map(LadderMarkdown::row).toList());
        findings(text, answer.findings());
        List<TensorAnswer> worst = answer.tensors().stream().filter(tensor -> tensor.sqnrDb() != null)
                .sorted(Comparator.comparing(TensorAnswer::sqnrDb)).limit(WORST).toList();
        if (!worst.isEmpty()) {
            text.heading(3, "Tensors with the most noise").table(List.of("tensor", "kind", "codes", "SQNR dB"), 1,
                    worst.stream().map(tensor -> List.of(tensor.name(), tensor.kind(), tensor.codes(),
                            number("%.1f", tensor.sqnrDb()))).toList());
        }
        return text.paragraph(origin()).toString();
    }

    /// The proven faults, right under what they did.
    private void causes(Markdown text) {
        errors().forEach(finding -> text.paragraph(finding.text() + (finding.counterfactual() == null ? "."
                : "; " + finding.counterfactual() + ".")));
    }

    private List<LadderAnswer.FindingAnswer> errors() {
        return answer.findings().stream().filter(finding -> finding.severity().equals("error")).toList();
    }

    static void findings(Markdown text, List<LadderAnswer.FindingAnswer> findings) {
        if (!findings.isEmpty()) {
            text.heading(3, "Findings").items(findings.stream().map(LadderMarkdown::item).toList());
        }
    }

    private static List<String> item(LadderAnswer.FindingAnswer finding) {
        List<String> lines = new ArrayList<>(List.of(finding.severity() + " " + finding.id(),
                finding.text() + (finding.tensor() == null ? "" : " (tensor " + finding.tensor() + ")"),
                finding.evidence()));
        if (finding.counterfactual() != null) {
            lines.add("undone: " + finding.counterfactual());
        }
        if (finding.remedy() != null) {
            lines.add("remedy: " + finding.remedy());
        }
        return lines;
    }

    private static List<String> row(RungAnswer rung) {
        return switch (rung) {
            case RungAnswer.Skipped(String id, String reason) -> List.of(id, "skipped: " + reason, "", "", "", "", "",
                    "");
            case RungAnswer.Climbed climbed when climbed.step() == null -> List.of(climbed.id(),
                    number("%,d", climbed.correct()), number("%.2f", climbed.top1()), "", "", "", "", "");
            case RungAnswer.Climbed climbed -> List.of(climbed.id(), number("%,d", climbed.correct()),
                    number("%.2f", climbed.top1()), number("%+.2f", climbed.change() + 0.0),
                    interval(climbed.ciLow(), climbed.ciHigh()), number("%,d", climbed.lost()),
                    number("%,d", climbed.gained()), number("%.4g", climbed.p()));
        };
    }

    static String interval(double low, double high) {
        return String.format(Locale.ROOT, "%+.2f to %+.2f", low + 0.0, high + 0.0);
    }

    static String number(String format, Number value) {
        return String.format(Locale.ROOT, format, value);
    }

    private String origin() {
        List<String> facts = new ArrayList<>();
        facts.add("Vernier " + answer.version());
        facts.add(answer.data());
        facts.add("preprocessing " + answer.preprocess());
        facts.add("engine " + answer.engine());
        if (answer.calibration() != null) {
            facts.add(answer.calibration().qconfig());
            facts.add("calibrated on " + new Counted(answer.calibration().n(), "sample") + ", fingerprint "
                    + answer.calibration().fingerprint().substring(0, SHORT_HASH));
        }
        facts.add("float " + answer.provenance().reference().sha256().substring(0, SHORT_HASH));
        facts.add("int8 " + answer.provenance().candidate().sha256().substring(0, SHORT_HASH));
        return String.join(" · ", facts.stream().filter(Objects::nonNull).toList());
    }
}
