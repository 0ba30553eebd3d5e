package dev.vernier.data;

import dev.vernier.tensor.Counted;
import dev.vernier.tensor.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Pictures in a folder per class, or in one folder with a list of their labels or without labels, decoded when asked for.
final class ImageFolders implements Dataset {
    private static final int MOST_NAMED = 10;

    private final String name;
    private final Path root;
    private final PictureFiles files;

    private ImageFolders(String name, Path root, PictureFiles files) {
        this.name = name;
        this.root = root;
        this.files = files;
    }

    static ImageFolders open(DataSpec.Images spec) {
        if (!Files.isDirectory(spec.folder())) {
            throw new InputException(spec + ": no such folder, needed one that holds a folder per class");
        }
        try {
            return new ImageFolders(spec.toString(), spec.folder(), PictureFiles.in(spec.folder(), spec.toString()));
        } catch (IOException e) {
            throw new InputException(spec + ": " + e.getMessage() + ", needed a readable folder", e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return files.entries().size();
    }

    @Override
    public Sample sample(int index) {
        PictureFiles.Entry entry = files.entries().get(index);
        return new Sample(ImageFile.decode(entry.file()), entry.label());
    }

    @Override
    public List<String> labels() {
        return files.labels();
    }

    @Override
    public boolean isNumberedByName() {
        return !files.labels().isEmpty();
    }

    @Override
    public Optional<Labels> listedLabels() {
        return Optional.of(Labels.of(size(), index -> files.entries().get(index).label()));
    }

    /// What was skipped, in one line.
    @Override
    public List<Remark> remarks() {
        List<String> skipped = files.skipped();
        return skipped.isEmpty() ? List.of()
                : List.of(Remark
                        .note(name + ": skipped " + new Counted(skipped.size(), "file") + ": "
                                + skipped.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                                + (skipped.size() > MOST_NAMED ? ", ..." : "")));
    }

    @Override
    public String where(int index) {
        return name + ": sample " + index + " (" + root.relativize(files.entries().get(index).file()) + ")";
    }
}
