package dev.vernier.report;

/// Emphasis by ANSI escape sequences (ECMA-48, SGR), or none.
public record Style(boolean isOn) {
    public static final Style PLAIN = new Style(false);

    public String bold(String text) {
        return with("1", text);
    }

    public String dim(String text) {
        return with("2", text);
    }

    public String red(String text) {
        return with("31", text);
    }

    public String green(String text) {
        return with("32", text);
    }

    private String with(String code, String text) {
        return isOn ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
