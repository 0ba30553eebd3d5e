package dev.vernier.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The list in `docs/conformance.md` of what is not supported, and why. Under a heading that starts with "Operators" or
/// "Element types" stand names in backquotes; under "Cases" lines of a pattern in backquotes, a colon and the reason,
/// where `*` stands for anything; under "Cases on ENGINE" those of one engine.
///
/// @param patterns reasons by pattern
record KnownGaps(Set<String> operators, Set<String> types, Map<String, String> patterns) {
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern LINE = Pattern.compile("- `([^`]+)`: (.+)");

    static KnownGaps read(Path file, String engine) {
        Set<String> operators = new HashSet<>();
        Set<String> types = new HashSet<>();
        Map<String, String> patterns = new LinkedHashMap<>();
        String heading = "";
        for (String line : lines(file)) {
            if (line.startsWith("## ")) {
                heading = line.substring(3);
            } else if (heading.startsWith("Operators")) {
                operators.addAll(quoted(line));
            } else if (heading.startsWith("Element types")) {
                types.addAll(quoted(line));
            } else if (heading.equals("Cases") || heading.equals("Cases on " + engine)) {
                Matcher matcher = LINE.matcher(line);
                if (matcher.matches()) {
                    patterns.put(matcher.group(1), matcher.group(2));
                }
            }
        }
        return new KnownGaps(operators, types, patterns);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> quoted(String line) {
        List<String> names = new ArrayList<>();
        QUOTED.matcher(line).results().forEach(match -> names.add(match.group(1)));
        return names;
    }

    /// Why a case is listed; empty where it is not.
    Optional<String> reason(Case published) {
        return published.operators()
                .stream()
                .filter(operators::contains)
                .findFirst()
                .map(name -> "no operator " + name)
                .or(() -> published.types().stream().filter(types::contains).findFirst().map(name -> "no type " + name))
                .or(() -> pattern(published).map(patterns::get));
    }

    Optional<String> pattern(Case published) {
        return patterns.keySet().stream().filter(pattern -> matches(pattern, published.name())).findFirst();
    }

    private static boolean matches(String pattern, String name) {
        return name.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
    }
}
