package dev.vernier.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// The ladder of a page: each rung's change against the first one, with its interval, on a common scale, drawn in SVG.
final class PageLadder {
    private static final String LEAD =
            "Change of accuracy against the first, in points, with its 95 % interval. Filled: a "
                    + "real change (exact McNemar p < 0.05). Hollow: chance would do.";
    private static final String LEAD_WITHOUT_LABELS =
            "How far each agrees with the first, whose classes stand for labels: "
                    + "the change in points, with its 95 % interval.";

    private static final double LEAST = 0.05;
    private static final double MARGIN = 0.05;
    private static final int MIDDLE = 22;

    private final List<RungRow> rungs;
    private final boolean lacksLabels;
    private final String accuracy;
    private final double low;
    private final double high;

    /// @param lacksLabels whether the first one's classes stand for labels
    /// @param accuracy what the share of right samples is called, see [AccuracyTitle]
    PageLadder(List<RungRow> rungs, boolean lacksLabels, String accuracy) {
        this.rungs = rungs;
        this.lacksLabels = lacksLabels;
        this.accuracy = accuracy;
        this.low = Math.min(-LEAST, bounds(rungs).min().orElse(0));
        this.high = Math.max(LEAST, bounds(rungs).max().orElse(0));
    }

    private static DoubleStream bounds(List<RungRow> rungs) {
        return rungs.stream().filter(rung -> rung.ciLow() != null)
                .flatMapToDouble(rung -> DoubleStream.of(rung.ciLow(), rung.ciHigh()));
    }

    /// What is drawn, for people.
    String lead() {
        return lacksLabels ? LEAD_WITHOUT_LABELS : LEAD;
    }

    /// @param deployed the id of the rung that the page is about; null where it is about none
    void draw(Html page, String deployed) {
        page.open("div", "class", "ladder", "role", "list");
        for (int i = 0; i < rungs.size(); i++) {
            row(page, rungs.get(i), i == 0, rungs.get(i).id().equals(deployed));
        }
        page.close();
        axis(page);
        page.open("details").element("summary", "All numbers");
        numbers(page);
        page.close();
    }

    private void row(Html page, RungRow rung, boolean isReference, boolean isDeployed) {
        String style = "rung" + (rung.effect() == null ? "" : " " + rung.effect()) + (isDeployed ? " deployed" : "");
        if (rung.skipped() != null) {
            page.open("div", "class", "rung skipped", "role", "listitem").element("span", rung.id(), "class", "name")
                    .element("span", "skipped: " + rung.skipped(), "class", "why").close();
            return;
        }
        page.open("div", "class", style, "role", "listitem")
                .element("span", rung.id(), "class", "name", "title", rung.stage());
        page.open("svg", "class", "track", "aria-hidden", "true");
        line(page, "zero", place(0));
        if (rung.ciLow() != null) {
            page.open("line", "class", "interval", "x1", place(rung.ciLow()), "x2", place(rung.ciHigh()), "y1",
                    "" + MIDDLE, "y2", "" + MIDDLE).close();
            page.open("circle", "class", "dot", "cx", place(rung.change()), "cy", "" + MIDDLE, "r", "5").close();
        }
        page.close().open("span", "class", "figures");
        if (isReference) {
            page.element("b", Figures.percent(rung.top1())).element("small", "reference");
        } else {
            page.element("b", rung.change() == null ? "" : Figures.signed(rung.change(), 2))
                    .element("small", rung.isPaired() ? Figures.probability(rung.p()) + (rung.isReal() ? " *" : "")
                            : "other samples");
        }
        page.close().close();
    }

    private static void line(Html page, String style, String place) {
        page.open("line", "class", style, "x1", place, "x2", place, "y1", "0", "y2", "100%").close();
    }

    private String place(double points) {
        double margin = MARGIN * (high - low);
        return String.format(Locale.ROOT, "%.3f%%", 100 * (points - low + margin) / (high - low + 2 * margin));
    }

    private void axis(Html page) {
        double reach = high - low;
        double step =
                DoubleStream.of(0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20).filter(size -> reach / size <= 5).findFirst()
                        .orElse(50);
        int decimals = reach < 0.6 ? 2 : reach < 6 ? 1 : 0;
        page.open("div", "class", "rung axis", "aria-hidden", "true").element("span", "").open("svg", "class", "track");
        for (long tick = (long) Math.ceil(low / step); tick <= Math.floor(high / step); tick++) {
            page.element("text", tick == 0 ? "0" : Figures.signed(tick * step, decimals), "x", place(tick * step), "y",
                    "16");
        }
        page.close().element("span", "points", "class", "unit").close();
    }

    private void numbers(Html page) {
        page.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label",
                "All numbers of the ladder")
                .open("table").open("thead").open("tr");
        Stream.of("rung", lacksLabels ? "as float" : "correct", lacksLabels ? "as float, %" : accuracy, "change",
                "95 % interval", "lost", "gained", "agree %", "p", "images/s")
                .forEach(title -> page.element("th", title, "scope", "col", "class",
                        title.equals("rung") ? null : "number"));
        page.close().close().open("tbody");
        rungs.stream().filter(rung -> rung.skipped() == null).forEach(rung -> {
            page.open("tr").element("td", rung.id());
            Stream.of(Figures.count(rung.correct()), Figures.fixed(rung.top1(), 2),
                    rung.change() == null ? "" : Figures.signed(rung.change(), 2),
                    rung.ciLow() == null ? "" : Figures.interval(rung.ciLow(), rung.ciHigh()), count(rung.lost()),
                    count(rung.gained()), rung.agreement() == null ? "" : Figures.fixed(rung.agreement(), 2),
                    rung.isPaired() ? Figures.probability(rung.p()).replace("p = ", "").replace("p ", "") : "",
                    rung.speed() == null ? "" : Figures.count(Math.round(rung.speed())))
                    .forEach(cell -> page.element("td", cell, "class", "number"));
            page.close();
        });
        page.close().close().close();
    }

    private static String count(Integer count) {
        return count == null ? "" : Figures.count(count);
    }
}
