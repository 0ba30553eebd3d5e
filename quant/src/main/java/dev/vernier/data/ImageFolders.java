package dev.vernier.data;

import dev.vernier.tensor.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// PNG and JPEG files in a folder per class, decoded when asked for.
final class ImageFolders implements Dataset {
    private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg");

    private final String name;
    private final Path root;
    private final List<Entry> entries;
    private final List<String> labels;

    private record Entry(Path file, int label) {}

    private ImageFolders(String name, Path root, List<Entry> entries, List<String> labels) {
        this.name = name;
        this.root = root;
        this.entries = List.copyOf(entries);
        this.labels = List.copyOf(labels);
    }

    static ImageFolders open(DataSpec.Images spec) {
        if (!Files.isDirectory(spec.folder())) {
            throw new InputException(spec + ": no such folder, needed one that holds a folder per class");
        }
        try {
            Path root = spec.folder().toRealPath();
            List<Entry> entries = new ArrayList<>();
            List<String> labels = new ArrayList<>();
            for (Path folder : inside(root, spec.folder())) {
                if (Files.isDirectory(folder)) {
                    List<Path> images = inside(root, folder).stream().filter(ImageFolders::isImage).toList();
                    if (images.isEmpty()) {
                        throw new InputException(
                                spec + ": class " + folder.getFileName() + " has 0 images, needed PNG or JPEG files");
                    }
                    for (Path image : images) {
                        entries.add(new Entry(image, labels.size()));
                    }
                    labels.add(folder.getFileName().toString());
                }
            }
            if (entries.isEmpty()) {
                throw new InputException(spec + ": 0 samples, needed a folder per class with PNG or JPEG files");
            }
            return new ImageFolders(spec.toString(), spec.folder(), entries, labels);
        } catch (IOException e) {
            throw new InputException(spec + ": " + e.getMessage() + ", needed a readable folder", e);
        }
    }

    /// What lies in a folder, by name, without hidden files; a link must not lead outside the root.
    private static List<Path> inside(Path root, Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path path : all.sorted((a, b) -> a.getFileName().toString().compareTo(b.getFileName().toString()))
                    .toList()) {
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

    private static boolean isImage(Path path) {
        String file = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(file::endsWith) && Files.isRegularFile(path);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public Sample sample(int index) {
        Entry entry = entries.get(index);
        return new Sample(ImageFile.decode(entry.file()), entry.label());
    }

    @Override
    public List<String> labels() {
        return labels;
    }

    @Override
    public boolean isNumberedByName() {
        return true;
    }

    @Override
    public Optional<Labels> listedLabels() {
        return Optional.of(Labels.of(size(), index -> entries.get(index).label()));
    }

    @Override
    public String where(int index) {
        return name + ": sample " + index + " (" + root.relativize(entries.get(index).file()) + ")";
    }
}
