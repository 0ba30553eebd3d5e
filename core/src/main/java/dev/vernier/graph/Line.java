package dev.vernier.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/// A line of the text form, read from left to right; blanks between its parts are skipped.
final class Line {
    private final String text;
    private int at;

    Line(String text) {
        this.text = text;
    }

    boolean isAtEnd() {
        skipBlanks();
        return at == text.length();
    }

    boolean isAt(String mark) {
        skipBlanks();
        return text.startsWith(mark, at);
    }

    /// Moves behind the mark where it stands here.
    boolean take(String mark) {
        boolean there = isAt(mark);
        at += there ? mark.length() : 0;
        return there;
    }

    /// Moves behind the word where it stands here, with a blank or the end of the line behind it.
    boolean takeKeyword(String word) {
        return isAt(word) && (text + " ").startsWith(" ", at + word.length()) && take(word);
    }

    void expect(String mark) {
        if (!take(mark)) {
            throw unexpected(mark);
        }
    }

    void expectEnd() {
        if (!isAtEnd()) {
            throw unexpected("the end of the line");
        }
    }

    /// What an operator, a type, an attribute or a number is written with.
    String word() {
        return run(c -> Character.isLetterOrDigit(c) || "_.+-".indexOf(c) >= 0, "a word");
    }

    /// OperatorWords in brackets.
    List<String> list() {
        List<String> words = new ArrayList<>();
        expect("[");
        if (!take("]")) {
            do {
                words.add(word());
            } while (take(","));
            expect("]");
        }
        return words;
    }

    /// A tensor's or node's name, plain or quoted; "" for `_`.
    String name() {
        if (isAt("\"")) {
            return quoted();
        }
        String name = run(c -> Character.isLetterOrDigit(c) || "_./'-".indexOf(c) >= 0, "a name");
        return name.equals("_") ? "" : name;
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        do {
            names.add(name());
        } while (take(","));
        return names;
    }

    private String quoted() {
        StringBuilder name = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            name.append(c == '\\' ? escaped() : c);
        }
        if (at == text.length()) {
            throw unexpected("a closing quote");
        }
        at++;
        return name.toString();
    }

    private char escaped() {
        if (text.startsWith("u", at) && at + 5 <= text.length()) {
            String digits = text.substring(at + 1, at + 5);
            if (digits.matches("[0-9a-fA-F]{4}")) {
                at += 5;
                return (char) Integer.parseInt(digits, 16);
            }
        } else if (text.startsWith("\"", at) || text.startsWith("\\", at)) {
            return text.charAt(at++);
        }
        throw unexpected("\\\", \\\\ or \\u and four digits");
    }

    private String run(IntPredicate belongs, String needed) {
        skipBlanks();
        int from = at;
        while (at < text.length() && belongs.test(text.charAt(at))) {
            at++;
        }
        if (at == from) {
            throw unexpected(needed);
        }
        return text.substring(from, at);
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    IllegalArgumentException unexpected(String needed) {
        String came = isAtEnd() ? "the end of the line" : "'" + text.substring(at).strip() + "'";
        return new IllegalArgumentException(came + ", needed " + needed);
    }
}
