package dev.vernier.data;

import dev.vernier.tensor.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A text file beside pictures that names the class of each: `file,label` or `file label` in a line, the label a number or a
/// name, in quotes or not. A first line that names no picture is its heading.
///
/// @param labels as they are written, by the pictures' names, in the file's order
record PictureLabels(Path file, Map<String, String> labels) {
    static final List<String> NAMES = List.of("labels.csv", "labels.txt");

    private static final long MOST_BYTES = 64L << 20;
    private static final int LONGEST_LINE = 4096;
    private static final Pattern LINE = Pattern.compile(
            "\"?([^\"]+?(?:" + ImageFormat.endings().map(Pattern::quote).collect(Collectors.joining("|"))
                    + "))\"?(?:\\s*+[,;]\\s*+|\\s++)\"?([^\"]++)\"?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern OTHER =
            Pattern.compile("\"?([^\",;]+?\\.[a-zA-Z0-9]{1,5})\"?(?:\\s*+[,;]\\s*+|\\s++)\"?[^\"]++\"?");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    PictureLabels {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /// @param there the names of the files in the same folder
    /// @throws InputException where a line is no such pair, or a picture is named twice, with a folder, or is of a kind that is
    ///     not read
    static PictureLabels read(Path file, Set<String> there) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new InputException(file + ": " + Files.size(file) + " bytes, needed at most " + MOST_BYTES);
        }
        Map<String, String> labels = new LinkedHashMap<>();
        List<String> lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replace("\ufeff", "").strip();
            Optional<Matcher> pair = pair(line, LINE);
            Optional<String> other = pair(line, OTHER).map(named -> named.group(1))
                    .filter(name -> !ImageFormat.isEnding(name));
            if (other.filter(there::contains).isPresent()) {
                throw new InputException(file + ":" + (i + 1) + ": " + other.get()
                        + " is in the folder, but of a kind that is not read, needed " + ImageFormat.KNOWN + " files");
            } else if (pair.isPresent()) {
                put(labels, file + ":" + (i + 1), pair.get().group(1), pair.get().group(2));
            } else if (i > 0 && other.isPresent()) {
                throw new InputException(file + ":" + (i + 1) + ": " + other.get()
                        + " is no file that is read, needed " + ImageFormat.KNOWN + " files");
            } else if (i > 0 && !line.isEmpty()) {
                throw new InputException(file + ":" + (i + 1) + ": '" + line.substring(0, Math.min(80, line.length()))
                        + "', needed a picture's name and its label, such as cat.png,3");
            }
        }
        return new PictureLabels(file, labels);
    }

    private static Optional<Matcher> pair(String line, Pattern form) {
        return Optional.of(line).filter(text -> text.length() <= LONGEST_LINE).map(form::matcher)
                .filter(Matcher::matches);
    }

    private static void put(Map<String, String> labels, String where, String name, String label) {
        if (name.contains("/") || name.contains("\\")) {
            throw new InputException(where + ": " + name + ", needed the name of a picture in the same folder");
        }
        if (labels.putIfAbsent(name, label) != null) {
            throw new InputException(where + ": " + name + " is named twice, needed once");
        }
    }

    /// Whether every label is a class's number.
    boolean areNumbers() {
        return labels.values().stream().allMatch(label -> NUMBER.matcher(label).matches());
    }

    /// The names of the classes in alphabetical order, which numbers them; none where labels are numbers.
    List<String> classes() {
        return areNumbers() ? List.of() : labels.values().stream().distinct().sorted().toList();
    }

    /// @throws InputException where one of the pictures is not there
    void requireAmong(Set<String> pictures) {
        Set<String> missing = new HashSet<>(labels.keySet());
        missing.removeAll(pictures);
        if (!missing.isEmpty()) {
            throw new InputException(file + ": " + missing.stream().sorted().findFirst().orElseThrow()
                    + (missing.size() > 1 ? " and " + (missing.size() - 1) + " more are" : " is")
                    + " not in the folder, needed every picture that it names");
        }
    }
}
