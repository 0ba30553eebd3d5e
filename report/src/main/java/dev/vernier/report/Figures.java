package dev.vernier.report;

import java.util.Locale;

/// Numbers as people read them on a page.
final class Figures {
    private static final String MINUS = "\u2212";

    private Figures() {}

    static String fixed(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value + 0.0).replace("-", MINUS);
    }

    static String signed(double value, int decimals) {
        String text = fixed(value, decimals);
        boolean isZero = text.chars().noneMatch(digit -> digit >= '1' && digit <= '9');
        return isZero ? "+" + text.replace(MINUS, "") : value < 0 ? text : "+" + text;
    }

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String percent(double value) {
        return fixed(value, 2) + " %";
    }

    static String interval(double low, double high) {
        return signed(low, 2) + " to " + signed(high, 2);
    }

    static String probability(double p) {
        return p < 0.0001 ? "p < 0.0001" : String.format(Locale.ROOT, p < 0.1 ? "p = %.4f" : "p = %.2f", p);
    }

    static String bytes(long size) {
        return size < 1_000_000 ? count(Math.round(size / 1e3)) + " kB" : fixed(size / 1e6, 1) + " MB";
    }
}
