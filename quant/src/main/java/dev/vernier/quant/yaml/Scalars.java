package dev.vernier.quant.yaml;

import dev.vernier.quant.Range;
import java.util.List;

/// Single values of a qconfig file.
final class Scalars {
    private Scalars() {}

    static String word(Yaml.Entry entry) {
        if (entry.value() instanceof Yaml.Word word && !word.text().isEmpty()) {
            return word.text();
        }
        throw new Yaml.Unfit(entry.line(), entry.key() + " of no or several values, needed a word");
    }

    static boolean flag(Yaml.Entry entry) {
        if (entry.value() instanceof Yaml.Word(int line, String text, boolean plain) && plain) {
            switch (text) {
                case "true" -> {
                    return true;
                }
                case "false" -> {
                    return false;
                }
                default -> {}
            }
        }
        throw new Yaml.Unfit(entry.line(), entry.key() + " = " + shown(entry.value()) + ", needed true or false");
    }

    /// `[low, high]`.
    static Range range(int line, List<Yaml> ends) {
        if (ends.size() == 2) {
            try {
                return new Range(number(ends.getFirst()), number(ends.getLast()));
            } catch (IllegalArgumentException unfit) {
                // falls through to the one message below
            }
        }
        throw new Yaml.Unfit(line, "range = " + ends.stream().map(Scalars::shown).toList()
                + ", needed two finite numbers in order");
    }

    private static float number(Yaml value) {
        return value instanceof Yaml.Word word ? Float.parseFloat(word.text()) : Float.NaN;
    }

    private static String shown(Yaml value) {
        return switch (value) {
            case Yaml.Word word -> word.text();
            case Yaml.Items _ -> "[...]";
            case Yaml.Keys _ -> "{...}";
        };
    }
}
