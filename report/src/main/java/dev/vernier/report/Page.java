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

/// A report as one page of HTML that loads nothing: data, style, scripts and pictures are inside. Its scripts draw it from
/// the data; its content security policy runs them alone, and fetches nothing.
public final class Page {
    private static final List<String> STYLES = List.of("uplot/uPlot.min.css", "style.css");
    private static final List<String> SCRIPTS = List.of("uplot/uPlot.iife.min.js", "element.js", "number.js",
            "table.js", "chart.js", "ladder.js", "finding.js", "network.js", "layer.js", "flip.js", "calibration.js",
            "provenance.js", "page.js");
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");

    private Page() {}

    /// @param title what the browser calls it
    /// @param json the data; nothing in it is trusted
    public static String of(String title, String json) {
        String script = all(SCRIPTS);
        return filled(text("page.html"), Map.of("title", escaped(title), "style", all(STYLES), "script", script,
                "hash", sha256(script), "data", inScript(json)));
    }

    private static String filled(String template, Map<String, String> content) {
        return PLACE.matcher(template).replaceAll(place -> Matcher.quoteReplacement(content.get(place.group(1))));
    }

    /// JSON without the sign that could end the element it stands in.
    private static String inScript(String json) {
        return json.replace("<", "\\u003c");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
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
