package dev.vernier.quant;

import java.util.List;
import java.util.stream.Collectors;

/// A qconfig as the YAML that says it in the fewest words: its preset, and what differs from that.
final class QConfigText {
    private QConfigText() {}

    static String print(QConfig config) {
        QConfig preset = QConfig.parse(config.name());
        StringBuilder text = new StringBuilder("base: " + config.name() + "\n");
        section(text, "activations", config.activations().since(preset.activations()));
        section(text, "weights", config.weights().since(preset.weights()));
        if (config.rules() != preset.rules()) {
            text.append("rules: ").append(Keywords.of(config.rules())).append('\n');
        }
        if (!config.overrides().isEmpty()) {
            text.append("overrides:\n");
            config.overrides().forEach(override -> print(text, override));
        }
        return text.toString();
    }

    private static void section(StringBuilder text, String name, List<Setting> settings) {
        if (!settings.isEmpty()) {
            text.append(name).append(":\n");
            settings.forEach(setting -> text.append("  ").append(line(setting)).append('\n'));
        }
    }

    private static void print(StringBuilder text, QOverride override) {
        text.append("  - match: ").append(quoted(override.match())).append('\n');
        override.inFloat().ifPresent(on -> text.append("    float: ").append(on).append('\n'));
        if (override.activations().size() == 1 && override.activations().getFirst() instanceof Setting.Covering range) {
            text.append("    ").append(line(range)).append('\n');
        } else {
            flow(text, "activations", override.activations());
        }
        flow(text, "weights", override.weights());
    }

    private static void flow(StringBuilder text, String name, List<Setting> settings) {
        if (!settings.isEmpty()) {
            text.append("    ").append(name).append(": ")
                    .append(settings.stream().map(QConfigText::line).collect(Collectors.joining(", ", "{", "}")))
                    .append('\n');
        }
    }

    private static String line(Setting setting) {
        return setting.key() + ": " + setting.text();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(letter -> {
            if (letter == '"' || letter == '\\') {
                quoted.append('\\').appendCodePoint(letter);
            } else if (Character.isISOControl(letter) || !Character.isDefined(letter)) {
                quoted.append(String.format("\\U%08x", letter));
            } else {
                quoted.appendCodePoint(letter);
            }
        });
        return quoted.append('"').toString();
    }
}
