package dev.vernier.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A report as one page of HTML that loads nothing: data, style, scripts and pictures are inside. What was found stands in it
/// as text; its scripts draw the rest from the data. Its content security policy runs them alone, and fetches nothing.
public final class Page {
    private static final List<String> STYLES = List.of("uplot/uPlot.min.css", "style.css");
    private static final List<String> SCRIPTS = List.of("uplot/uPlot.iife.min.js", "element.js", "number.js",
            "table.js", "chart.js", "finding.js", "network.js", "layer.js", "flip.js", "calibration.js",
            "provenance.js", "page.js");
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");

    private Page() {}

    /// @param answer nothing in it is trusted
    public static String of(Reported answer) {
        FolderFree words = new FolderFree(answer.places());
        Html head = new Html(words);
        Html sections = new Html(words);
        draw(answer, head, sections);
        String script = all(SCRIPTS);
        return filled(text("page.html"), Map.of("title", Html.escaped(words.apply(answer.title())), "style",
                all(STYLES), "script", script, "hash", sha256(script), "head", head.toString(), "sections",
                sections.toString(), "data", inScript(JsonFile.compact(answer, words))));
    }

    private static void draw(Reported answer, Html head, Html sections) {
        switch (answer) {
            case LadderAnswer ladder -> {
                List<RungRow> rungs = ladder.rungs().stream().map(RungRow::of).toList();
                PageHead.draw(head, ladder, rungs);
                draw(sections, "Ladder", new PageLadder(rungs, ladder.lacksLabels(), ladder.accuracyTitle()),
                        ladder.verdict().rung(),
                        ladder.findings());
            }
            case ComparisonAnswer pair -> draw(head, sections, pair.title(), List.of(pair), pair.findings());
            case ComparisonAnswer.Several several ->
                draw(head, sections, several.title(), several.comparisons(), several.findings());
        }
    }

    private static void draw(Html head, Html sections, String title, List<ComparisonAnswer> comparisons,
            List<LadderAnswer.FindingAnswer> findings) {
        List<RungRow> rungs = RungRow.of(comparisons);
        PageHead.draw(head, title, comparisons, findings, rungs);
        draw(sections, "Comparison", new PageLadder(rungs, false, ComparisonAnswer.accuracyTitle(comparisons)), null,
                findings);
    }

    private static void draw(Html page, String title, PageLadder ladder, String deployed,
            List<LadderAnswer.FindingAnswer> findings) {
        page.open("section", "id", "ladder").element("h2", title).element("p", ladder.lead(), "class", "lead");
        ladder.draw(page, deployed);
        page.close().open("section", "id", "findings").element("h2", "Findings");
        PageFindings.draw(page, findings);
        page.close();
    }

    private static String filled(String template, Map<String, String> content) {
        return PLACE.matcher(template).replaceAll(place -> Matcher.quoteReplacement(content.get(place.group(1))));
    }

    /// JSON without the sign that could end the element it stands in.
    private static String inScript(String json) {
        return json.replace("<", "\\u003c");
    }

    private static String sha256(String script) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static String all(List<String> resources) {
        return resources.stream().map(Page::text).collect(Collectors.joining("\n"));
    }

    private static String text(String resource) {
        try (InputStream in = Page.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
