package dev.vernier.quant.yaml;

import dev.vernier.quant.Keywords;
import dev.vernier.quant.QConfig;
import dev.vernier.quant.QOverride;
import dev.vernier.quant.RuntimeRules;
import dev.vernier.quant.Setting;
import dev.vernier.tensor.InputException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads qconfigs from YAML. Each refusal names file, line and key, and the words that are known there.
public final class QConfigFile {
    private static final int LARGEST = 1 << 16;
    private static final List<String> KEYS = List.of("base", "activations", "weights", "rules", "overrides");
    private static final List<String> OVERRIDE_KEYS = List.of("match", "float", "activations", "weights", "range");

    private final String name;

    private QConfigFile(String name) {
        this.name = name;
    }

    /// The preset of this name or, where the word is a path (it holds a separator or ends in `.yaml` or `.yml`), the qconfig
    /// in that file.
    ///
    /// @throws InputException where there is neither
    public static QConfig of(String word) {
        boolean isPath = word.contains("/") || word.contains(File.separator) || word.endsWith(".yaml")
                || word.endsWith(".yml");
        return isPath ? read(Path.of(word)) : preset(word);
    }

    private static QConfig preset(String word) {
        try {
            return QConfig.parse(word);
        } catch (InputException unknown) {
            throw new InputException(unknown.getMessage() + ", or a YAML file", unknown);
        }
    }

    /// @throws InputException where the file cannot be read, or is no qconfig
    public static QConfig read(Path file) {
        try {
            if (Files.isDirectory(file) || Files.size(file) > LARGEST) {
                throw new InputException(file + ": no qconfig, needed a YAML file of at most " + LARGEST + " bytes");
            }
            return parse(String.valueOf(file.getFileName()), Files.readString(file));
        } catch (NoSuchFileException missing) {
            throw new InputException(file + ": no such file, needed a qconfig in YAML", missing);
        } catch (MalformedInputException binary) {
            throw new InputException(file + ": no text in UTF-8, needed a qconfig in YAML", binary);
        } catch (IOException unreadable) {
            throw new InputException(file + ": " + unreadable.getMessage() + ", needed a readable file", unreadable);
        }
    }

    /// @param name of the file, for messages
    /// @throws InputException where the text is no qconfig
    public static QConfig parse(String name, String text) {
        try {
            return new QConfigFile(name).config(Yaml.parse(text));
        } catch (Yaml.Unfit unfit) {
            throw new InputException(name + ":" + unfit.line() + ": " + unfit.getMessage(), unfit);
        }
    }

    private QConfig config(Yaml root) {
        List<Yaml.Entry> entries = entries("qconfig", root, KEYS);
        QConfig config = QConfig.X86;
        for (Yaml.Entry entry : entries) {
            if (entry.key().equals("base")) {
                config = at(entry, () -> QConfig.parse(Scalars.word(entry)));
            }
        }
        for (Yaml.Entry entry : entries) {
            QConfig before = config;
            config = switch (entry.key()) {
                case "activations" -> {
                    Setting[] settings = settings(entry, Role.ACTIVATIONS).toArray(Setting[]::new);
                    yield at(entry, () -> before.withActivations(settings));
                }
                case "weights" -> {
                    Setting[] settings = settings(entry, Role.WEIGHTS).toArray(Setting[]::new);
                    yield at(entry, () -> before.withWeights(settings));
                }
                case "rules" -> {
                    RuntimeRules rules =
                            at(entry, () -> Keywords.parse("rules", Scalars.word(entry), RuntimeRules.class));
                    yield before.withRules(rules);
                }
                default -> before;
            };
        }
        for (Yaml.Entry entry : entries) {
            if (entry.key().equals("overrides")) {
                config = overrides(config, entry);
            }
        }
        return config;
    }

    private QConfig overrides(QConfig config, Yaml.Entry entry) {
        if (!(entry.value() instanceof Yaml.Items(int line, List<Yaml> items))) {
            throw new Yaml.Unfit(entry.line(), "overrides, needed a list of {match: ..., ...}");
        }
        QConfig more = config;
        for (Yaml item : items) {
            QConfig before = more;
            QOverride override = override(item);
            more = at(item.line(), () -> before.with(override));
        }
        return more;
    }

    private QOverride override(Yaml item) {
        List<Yaml.Entry> entries = entries("override", item, OVERRIDE_KEYS);
        Optional<String> match = Optional.empty();
        Optional<Boolean> inFloat = Optional.empty();
        List<Setting> activations = new ArrayList<>();
        List<Setting> weights = List.of();
        for (Yaml.Entry entry : entries) {
            switch (entry.key()) {
                case "match" -> match = Optional.of(Scalars.word(entry));
                case "float" -> inFloat = Optional.of(Scalars.flag(entry));
                case "weights" -> weights = settings(entry, Role.WEIGHTS);
                case "activations" -> activations.addAll(settings(entry, Role.ACTIVATIONS));
                default -> activations.add(at(entry, () -> Role.ACTIVATIONS.setting(entry)));
            }
        }
        if (activations.stream().filter(Setting.Covering.class::isInstance).count() > 1) {
            throw new Yaml.Unfit(item.line(), "range beside activations: range, needed one of them");
        }
        String matched = match.orElseThrow(() -> new Yaml.Unfit(item.line(), "override without match, needed one"));
        Optional<Boolean> keeps = inFloat;
        List<Setting> ofWeights = weights;
        return at(item.line(), () -> new QOverride(matched, keeps, activations, ofWeights));
    }

    private List<Setting> settings(Yaml.Entry section, Role role) {
        return entries(section.key(), section.value(), Role.KEYS).stream()
                .map(entry -> at(entry, () -> role.setting(entry))).toList();
    }

    private static List<Yaml.Entry> entries(String what, Yaml value, List<String> known) {
        if (!(value instanceof Yaml.Keys(int line, List<Yaml.Entry> entries))) {
            throw new Yaml.Unfit(value.line(), what + ", needed keys, known: " + String.join(", ", known));
        }
        for (Yaml.Entry entry : entries) {
            if (!known.contains(entry.key())) {
                throw new Yaml.Unfit(entry.line(),
                        what + ": key " + entry.key() + ", known: " + String.join(", ", known));
            }
        }
        return entries;
    }

    private <T> T at(Yaml.Entry entry, java.util.function.Supplier<T> made) {
        return at(entry.value() instanceof Yaml.Word word ? word.line() : entry.line(), made);
    }

    private <T> T at(int line, java.util.function.Supplier<T> made) {
        try {
            return made.get();
        } catch (InputException unfit) {
            throw new InputException(name + ":" + line + ": " + unfit.getMessage(), unfit);
        }
    }
}
