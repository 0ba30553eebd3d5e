package dev.vernier.report;

import java.util.List;

/// The findings of a page, the gravest first, each with what it rests on.
final class PageFindings {
    private static final int LONG = 240;

    private PageFindings() {}

    static void draw(Html page, List<LadderAnswer.FindingAnswer> findings) {
        if (findings.isEmpty()) {
            page.element("p", "Nothing was found.");
        }
        findings.forEach(finding -> draw(page, finding));
    }

    private static void draw(Html page, LadderAnswer.FindingAnswer finding) {
        page.open("article", "class", "finding " + finding.severity(), "data-tensor", finding.tensor())
                .open("div", "class", "about").element("span", finding.severity(), "class", "severity")
                .element("h3", finding.id());
        if (finding.tensor() != null) {
            page.element("code", finding.tensor(), "class", "tensor");
        }
        page.close().element("p", finding.text()).open("dl", "class", "facts");
        evidence(page, finding.evidence());
        page.fact("undone", finding.counterfactual()).fact("remedy", finding.remedy()).close().close();
    }

    /// A long one opens on being asked.
    private static void evidence(Html page, String text) {
        int end = text.length() > LONG ? text.lastIndexOf(' ', LONG) : -1;
        if (end < 0) {
            page.fact("evidence", text);
            return;
        }
        page.open("div").element("dt", "evidence").open("dd").open("details", "class", "long").open("summary")
                .text(text.substring(0, end)).element("span", " \u2026").close().text(text.substring(end)).close()
                .close()
                .close();
    }
}
