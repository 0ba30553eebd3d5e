package dev.vernier.quant.yaml;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// One YAML document, every part with its line. Plain data only: no aliases, no tags, no keys that are not words, and no
/// deeper than any qconfig is.
sealed interface Yaml {
    /// Where it begins, from 1.
    int line();

    /// @param plain whether it stands without quotes, so that `true` is a truth value and `1` a number
    record Word(int line, String text, boolean plain) implements Yaml {}

    record Items(int line, List<Yaml> items) implements Yaml {}

    record Keys(int line, List<Entry> entries) implements Yaml {}

    /// @param line that of the key
    record Entry(int line, String key, Yaml value) {}

    /// @throws Unfit where the text is no such document
    static Yaml parse(String text) {
        try {
            LoadSettings settings = LoadSettings.builder().setUseMarks(true).build();
            return new Reader(new Parse(settings).parseString(text).iterator()).read();
        } catch (MarkedYamlEngineException malformed) {
            throw new Unfit(malformed.getProblemMark().map(Mark::getLine).orElse(0) + 1,
                    malformed.getProblem() + ", needed YAML");
        } catch (YamlEngineException malformed) {
            throw new Unfit(1, String.valueOf(malformed.getMessage()).lines().findFirst().orElse("") + ", needed YAML");
        }
    }

    /// What is wrong with a file, at a line.
    final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int line;

        Unfit(int line, String message) {
            super(message);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    /// Makes the document of the parser's events.
    final class Reader {
        private static final int DEEPEST = 8;

        private final Iterator<Event> events;

        private Reader(Iterator<Event> events) {
            this.events = events;
        }

        private Yaml read() {
            events.next();
            Event start = events.next();
            if (!(start instanceof DocumentStartEvent)) {
                return new Keys(1, List.of());
            }
            Yaml root = value(events.next(), 0);
            events.next();
            if (events.next() instanceof DocumentStartEvent second) {
                throw new Unfit(line(second), "a second document, needed one");
            }
            return root;
        }

        private Yaml value(Event event, int depth) {
            if (depth > DEEPEST) {
                throw new Unfit(line(event), "more than " + DEEPEST + " levels, needed fewer");
            }
            if (event instanceof AliasEvent || event instanceof NodeEvent node && node.getAnchor().isPresent()) {
                throw new Unfit(line(event), "an anchor or alias, needed its content written out");
            }
            return switch (event) {
                case ScalarEvent word when word.getTag().isEmpty() ->
                    new Word(line(word), word.getValue(), word.isPlain());
                case SequenceStartEvent sequence when sequence.getTag().isEmpty() -> items(line(sequence), depth);
                case MappingStartEvent mapping when mapping.getTag().isEmpty() -> keys(line(mapping), depth);
                default -> throw new Unfit(line(event), "a tag, needed plain words");
            };
        }

        private Items items(int line, int depth) {
            List<Yaml> items = new ArrayList<>();
            for (Event next = events.next(); !(next instanceof SequenceEndEvent); next = events.next()) {
                items.add(value(next, depth + 1));
            }
            return new Items(line, List.copyOf(items));
        }

        private Keys keys(int line, int depth) {
            List<Entry> entries = new ArrayList<>();
            for (Event next = events.next(); !(next instanceof MappingEndEvent); next = events.next()) {
                if (!(value(next, depth + 1) instanceof Word(int at, String key, boolean plain))) {
                    throw new Unfit(line(next), "a key of several values, needed a word");
                }
                if (entries.stream().anyMatch(entry -> entry.key().equals(key))) {
                    throw new Unfit(at, "key " + key + " stands twice, needed it once");
                }
                entries.add(new Entry(at, key, value(events.next(), depth + 1)));
            }
            return new Keys(line, List.copyOf(entries));
        }

        private static int line(Event event) {
            return event.getStartMark().map(Mark::getLine).orElse(0) + 1;
        }
    }
}
