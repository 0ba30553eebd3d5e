package dev.vernier.report;

import dev.vernier.tensor.Counted;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The head of a page: what became of the candidate, its cause right under that, and the numbers that it rests on.
final class PageHead {
    private PageHead() {}

    static void draw(Html page, LadderAnswer answer, List<RungRow> rungs) {
        List<LadderAnswer.FindingAnswer> errors = errors(answer.findings());
        RungRow reference = rungs.getFirst();
        RungRow deployed = rung(rungs, answer.verdict().rung());
        page.element("p", answer.title(), "class", "title");
        headline(page, answer.lacksLabels()
                ? Headline.unlabelled(answer.verdict().candidate(), answer.verdict().id(), !errors.isEmpty(),
                        deployed.top1())
                : Headline.of(answer.verdict().candidate(), answer.verdict().id(), !errors.isEmpty(),
                        reference.top1(), deployed.top1()));
        answer.unlikeChanges().forEach(form -> headline(page, Headline.of(form.form(), form.id(), false,
                reference.top1(), rung(rungs, form.rung()).top1())));
        causes(page, errors);
        page.element("p", answer.verdict().text(), "class", "verdict");
        answer.unlikeChanges().forEach(form -> page.element("p", form.text(), "class", "verdict"));
        if (answer.verdicts().size() > 1) {
            page.element("p", answer.conclusion() + ".", "class", "forms");
        }
        if (errors.isEmpty() && answer.verdict().breaksAt() != null) {
            page.open("p", "class", "cause").text("It arises at ").element("b", answer.verdict().breaksAt())
                    .text(": " + rung(rungs, answer.verdict().breaksAt()).stage()).close();
        }
        gate(page, answer.gate());
        page.open("div", "class", "tiles");
        if (answer.lacksLabels()) {
            tile(page, Figures.percent(deployed.top1()), "of the classes as in float");
            tile(page, Figures.count(deployed.n() - deployed.correct()),
                    "of " + new Counted(deployed.n(), "sample") + " in another class");
        } else {
            tile(page, Figures.percent(reference.top1()), "float");
            tiles(page, deployed, answer.verdict().candidate());
        }
        if (!answer.tensors().isEmpty() && answer.bytes().quantized() != null) {
            tile(page, Figures.fixed(100.0 * answer.bytes().quantized() / answer.bytes().original(), 0) + " %",
                    "of the size: " + Figures.bytes(answer.bytes().original()) + " \u2192 "
                            + Figures.bytes(answer.bytes().quantized()));
        }
        page.close();
    }

    static void draw(Html page, String title, List<ComparisonAnswer> comparisons,
            List<LadderAnswer.FindingAnswer> findings, List<RungRow> rungs) {
        page.element("p", title, "class", "title");
        comparisons.stream().filter(pair -> pair.verdict() != null).forEach(pair -> headline(page, Headline.of(
                pair.b().file(), pair.verdict().id(), !errors(pair.findings()).isEmpty(), pair.a().top1(),
                pair.b().top1())));
        causes(page, errors(findings));
        comparisons.stream().map(ComparisonAnswer::verdict).filter(Objects::nonNull)
                .forEach(verdict -> page.element("p", verdict.text(), "class", "verdict"));
        comparisons.forEach(pair -> gate(page, pair.gate()));
        page.open("div", "class", "tiles");
        tile(page, Figures.percent(rungs.getFirst().top1()), "the first");
        if (comparisons.size() == 1) {
            tiles(page, rungs.get(1), "the other");
        }
        page.close();
    }

    private static void headline(Html page, Headline headline) {
        page.element("h1", headline.text(), "class", headline.effect());
    }

    private static List<LadderAnswer.FindingAnswer> errors(List<LadderAnswer.FindingAnswer> findings) {
        return findings.stream().filter(finding -> finding.severity().equals("error")).toList();
    }

    private static void causes(Html page, List<LadderAnswer.FindingAnswer> errors) {
        errors.forEach(finding -> page.open("p", "class", "cause").element("a", finding.id(), "href", "#findings")
                .text(": " + Stream.of(finding.text(), finding.counterfactual()).filter(Objects::nonNull)
                        .collect(Collectors.joining("; ")))
                .close());
    }

    private static RungRow rung(List<RungRow> rungs, String id) {
        return rungs.stream().filter(rung -> rung.id().equals(id)).findFirst().orElseThrow();
    }

    private static void gate(Html page, GateAnswer gate) {
        if (gate != null) {
            page.element("p", gate.text(), "class", gate.met() ? "gate" : "gate worse");
        }
    }

    private static void tiles(Html page, RungRow rung, String name) {
        tile(page, Figures.percent(rung.top1()), name);
        if (rung.ciLow() != null) {
            tile(page, Figures.signed(rung.change(), 2),
                    "points, 95 % interval " + Figures.interval(rung.ciLow(), rung.ciHigh()));
        }
        if (rung.isPaired()) {
            tile(page, Figures.probability(rung.p()), Figures.count(rung.lost()) + " lost, "
                    + Figures.count(rung.gained()) + " gained of " + Figures.count(rung.n()));
        }
    }

    private static void tile(Html page, String figure, String words) {
        page.open("div").element("b", figure).element("span", words).close();
    }
}
