package dev.vernier.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// HTML as it grows. Words become text, never markup.
final class Html {
    private static final Pattern UNIT = Pattern.compile("(?<=[0-9]) (?=(?:%|dB\\b|kB\\b|MB\\b))");

    private final StringBuilder markup = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();
    private final UnaryOperator<String> words;

    /// @param words what becomes of all text in it
    Html(UnaryOperator<String> words) {
        this.words = words;
    }

    /// @param attributes names and values in turn; one whose value is null is left out
    Html open(String tag, String... attributes) {
        markup.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            if (attributes[i + 1] != null) {
                markup.append(' ').append(attributes[i]).append("=\"").append(escaped(words.apply(attributes[i + 1])))
                        .append('"');
            }
        }
        markup.append('>');
        open.push(tag);
        return this;
    }

    /// Ends the element that was opened last.
    Html close() {
        markup.append("</").append(open.pop()).append('>');
        return this;
    }

    /// A number and the unit behind it stay on one line.
    Html text(String text) {
        markup.append(escaped(UNIT.matcher(words.apply(text)).replaceAll("\u00a0")));
        return this;
    }

    /// An element that holds words alone.
    Html element(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /// A row of a list of terms; nothing where the value is null.
    Html fact(String term, String value) {
        return value == null ? this
                : open("div").element("dt", term).element("dd", value).close();
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return markup.toString();
    }
}
