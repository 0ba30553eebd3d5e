package dev.vernier.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A text in GitHub's Markdown that is being written. What it is given is plain text: signs that mean something in
/// Markdown or HTML are escaped.
public final class Markdown {
    private final StringBuilder text = new StringBuilder();

    public Markdown heading(int level, String title) {
        return block("#".repeat(level) + " " + escaped(title));
    }

    public Markdown paragraph(String words) {
        return block(escaped(words));
    }

    public Markdown strong(String words) {
        return block("**" + escaped(words) + "**");
    }

    /// @param items each of one line or several, the first of which stands out
    public Markdown items(List<List<String>> items) {
        return block(items.stream()
                .map(lines -> "- **" + escaped(lines.getFirst()) + "**"
                        + lines.stream().skip(1).map(line -> "  \n  " + escaped(line)).collect(Collectors.joining()))
                .collect(Collectors.joining("\n")));
    }

    /// @param numbers how many of the last columns are aligned to the right
    public Markdown table(List<String> head, int numbers, List<List<String>> rows) {
        String ruler = Stream.iterate(0, column -> column + 1).limit(head.size())
                .map(column -> column < head.size() - numbers ? "---" : "---:")
                .collect(Collectors.joining(" | ", "| ", " |"));
        return block(Stream.concat(Stream.of(row(head), ruler), rows.stream().map(Markdown::row))
                .collect(Collectors.joining("\n")));
    }

    private static String row(List<String> cells) {
        return cells.stream().map(Markdown::escaped).collect(Collectors.joining(" | ", "| ", " |"));
    }

    private Markdown block(String block) {
        text.append(text.isEmpty() ? "" : "\n").append(block).append('\n');
        return this;
    }

    /// Plain words as Markdown on one line.
    static String escaped(String words) {
        return words.replaceAll("\\R", " ")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replaceAll("([\\\\`*_\\[\\]|~#!])", "\\\\$1")
                .replace("@", "@<!-- -->");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
