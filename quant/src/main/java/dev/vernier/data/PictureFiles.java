package dev.vernier.data;

import dev.vernier.tensor.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The pictures in a folder and the class of each: its folder, or what a list beside the pictures says, or none.
///
/// @param labels the names of the classes, in alphabetical order, which numbers them; empty where there are none
/// @param skipped what is no picture, or has no label, relative to the folder
record PictureFiles(List<Entry> entries, List<String> labels, List<String> skipped) {
    /// @param label the class, or [Sample#UNLABELLED]
    record Entry(Path file, int label) {}

    PictureFiles {
        entries = List.copyOf(entries);
        labels = List.copyOf(labels);
        skipped = List.copyOf(skipped);
    }

    /// @param where what messages call the folder
    /// @throws InputException where there is no picture, a class has none, or a link leads outside
    static PictureFiles in(Path folder, String where) throws IOException {
        Path root = folder.toRealPath();
        List<Path> all = inside(root, folder);
        PictureFiles found = all.stream().anyMatch(Files::isDirectory)
                ? byFolder(root, folder, all, where)
                : flat(folder, all);
        if (found.entries.isEmpty()) {
            throw new InputException(where + ": 0 samples" + others(found.skipped) + ", needed a folder per class with "
                    + ImageFormat.KNOWN + " files, or such files, with or without a labels.csv");
        }
        return found;
    }

    private static PictureFiles byFolder(Path root, Path top, List<Path> all, String where) throws IOException {
        List<Entry> entries = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (Path folder : all) {
            if (!Files.isDirectory(folder)) {
                skipped.add(top.relativize(folder).toString());
                continue;
            }
            int before = entries.size();
            for (Path file : inside(root, folder)) {
                if (isPicture(file)) {
                    entries.add(new Entry(file, labels.size()));
                } else {
                    skipped.add(top.relativize(file).toString());
                }
            }
            if (entries.size() == before) {
                throw new InputException(where + ": class " + folder.getFileName() + " has 0 images"
                        + others(skipped.stream().filter(name -> top.resolve(name).startsWith(folder)).toList())
                        + ", needed " + ImageFormat.KNOWN + " files");
            }
            labels.add(folder.getFileName().toString());
        }
        return new PictureFiles(entries, labels, skipped);
    }

    private static PictureFiles flat(Path top, List<Path> all) throws IOException {
        Map<String, Path> files = all.stream().collect(
                Collectors.toMap(file -> file.getFileName().toString(), Function.identity()));
        List<String> lists = PictureLabels.NAMES.stream().filter(files::containsKey).toList();
        List<String> pictures = all.stream().filter(PictureFiles::isPicture)
                .map(file -> file.getFileName().toString()).toList();
        if (lists.isEmpty()) {
            return new PictureFiles(
                    pictures.stream().map(name -> new Entry(files.get(name), Sample.UNLABELLED)).toList(), List.of(),
                    without(files.keySet().stream(), pictures));
        }
        if (lists.size() > 1) {
            throw new InputException(top + ": " + String.join(" and ", lists) + ", needed one of them");
        }
        PictureLabels listed = PictureLabels.read(files.get(lists.getFirst()), files.keySet());
        listed.requireAmong(files.keySet());
        List<String> classes = listed.classes();
        Map<String, Integer> numbers = IntStream.range(0, classes.size()).boxed()
                .collect(Collectors.toMap(classes::get, Function.identity()));
        List<String> known = Stream.concat(lists.stream(), listed.labels().keySet().stream()).toList();
        return new PictureFiles(listed.labels().entrySet().stream()
                .map(pair -> new Entry(files.get(pair.getKey()), classes.isEmpty()
                        ? Integer.parseInt(pair.getValue())
                        : numbers.get(pair.getValue())))
                .toList(), classes, without(files.keySet().stream(), known));
    }

    /// What there is instead of pictures.
    private static String others(List<String> names) {
        return names.isEmpty() ? ""
                : ", but " + names.getFirst() + (names.size() > 1 ? " and " + (names.size() - 1) + " more" : "")
                        + " of a kind that is not read";
    }

    private static List<String> without(Stream<String> names, List<String> known) {
        Set<String> all = Set.copyOf(known);
        return names.filter(name -> !all.contains(name)).sorted().toList();
    }

    /// What lies in a folder, by name, without hidden files; a link must not lead outside the root.
    private static List<Path> inside(Path root, Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path path : all.sorted(Comparator.comparing(path -> path.getFileName().toString())).toList()) {
                if (!path.getFileName().toString().startsWith(".")) {
                    if (!path.toRealPath().startsWith(root)) {
                        throw new InputException(path + ": a link to the outside, needed files inside " + root);
                    }
                    found.add(path);
                }
            }
        }
        return found;
    }

    private static boolean isPicture(Path path) {
        return ImageFormat.isEnding(path.getFileName().toString()) && Files.isRegularFile(path);
    }
}
