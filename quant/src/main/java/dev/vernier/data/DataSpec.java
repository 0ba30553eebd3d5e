package dev.vernier.data;

import dev.vernier.tensor.InputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Which data to read, as the command line and a recipe name it. [#parse] reads the text that `toString` prints:
///
/// | text | data |
/// |---|---|
/// | `cifar10:DIR[:train\|:test]` | CIFAR-10's binary files; train is `data_batch_1.bin` to `_5.bin`, those that are there |
/// | `mnist:DIR[:train\|:test]` | MNIST's idx files, with or without `.gz` |
/// | `images:DIR` | PNG, JPEG, BMP, GIF and WebP files, in a folder per class, or in one with a list of their labels |
/// | `npz:FILE[:train\|:test][:x=NAME,y=NAME]` | arrays of samples along the first axis, and of labels, see [ArrayChoice] |
/// | `shapes[:train\|:test]` | generated images, see [Shapes] |
///
/// The split is `test` where none is given, or in arrays where only those of both splits are there.
public sealed interface DataSpec {
    /// What [#parse] takes, for messages.
    String KNOWN =
            "cifar10:DIR[:train|:test], mnist:DIR[:train|:test], images:DIR, npz:FILE[:train|:test][:x=NAME,y=NAME], "
                    + "shapes[:train|:test]";

    /// Opens the data; the samples themselves are read when they are asked for.
    ///
    /// @throws InputException where a file is missing or is not what it should be
    Dataset open();

    /// The training part of the same data, which calibration uses by default: empty where this is no test split, or where
    /// the training files are not there.
    default Optional<DataSpec> trainSplit() {
        return Optional.empty();
    }

    /// The same data for a model, whose inputs arrays may be called as.
    ///
    /// @throws InputException where the model has several inputs, and the data is one array of images
    default DataSpec taking(ModelInputs inputs) {
        if (!inputs.further().isEmpty()) {
            throw new InputException("data " + this + ": images alone for the inputs " + inputs
                    + ", needed npz:FILE with an array for each input, of its name");
        }
        return this;
    }

    /// The same data, said to be stored in a layout unless its text says one.
    ///
    /// @throws InputException where it always has another one
    default DataSpec in(Layout stored) {
        if (stored != Layout.NCHW) {
            throw new InputException(
                    "data " + this + ": layout = " + stored + ", needed nchw as all data has but arrays (npz:FILE)");
        }
        return this;
    }

    /// @throws InputException where the text names no data
    static DataSpec parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String rest = colon < 0 ? "" : text.substring(colon + 1);
        if (kind.equals("shapes")) {
            return new Shapes(colon < 0 ? Split.TEST
                    : Split.parse(rest).orElseThrow(
                            () -> new InputException("data " + text + ": split = " + rest + ", known: train, test")));
        }
        Optional<Split> given =
                Split.parse(rest.substring(rest.lastIndexOf(':') + 1)).filter(split -> rest.contains(":"));
        Split split = given.orElse(Split.TEST);
        String folder = given.isPresent() ? rest.substring(0, rest.lastIndexOf(':')) : rest;
        return switch (kind) {
            case "cifar10" -> new Cifar10(path(text, folder), split);
            case "mnist" -> new Mnist(path(text, folder), split);
            case "images" -> new Images(path(text, rest));
            case "npz" -> npz(text, rest);
            default -> throw new InputException("data " + text + ": kind = " + kind + ", known: " + KNOWN);
        };
    }

    private static Npz npz(String text, String rest) {
        try {
            return new Npz(path(text, rest.substring(0, ArrayChoice.start(rest))), ArrayChoice.parse(rest));
        } catch (IllegalArgumentException e) {
            throw new InputException("data " + text + ": " + e.getMessage(), e);
        }
    }

    /// The file or folder that holds the samples; empty where they are generated.
    default Optional<Path> place() {
        return switch (this) {
            case Cifar10 cifar -> Optional.of(cifar.folder());
            case Mnist mnist -> Optional.of(mnist.folder());
            case Images images -> Optional.of(images.folder());
            case Npz npz -> Optional.of(npz.file());
            case Shapes shapes -> Optional.empty();
        };
    }

    private static Path path(String text, String path) {
        if (path.isEmpty()) {
            throw new InputException("data " + text + ": no path, needed one of " + KNOWN);
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new InputException("data " + text + ": " + e.getMessage() + ", needed a path", e);
        }
    }

    /// Which part of a data set.
    enum Split {
        TRAIN,
        TEST;

        private static Optional<Split> parse(String word) {
            return Arrays.stream(values()).filter(split -> split.toString().equals(word)).findFirst();
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// CIFAR-10 in its binary version (Krizhevsky 2009): records of one label byte and 3,072 bytes of a `[3, 32, 32]` image.
    record Cifar10(Path folder, Split split) implements DataSpec {
        @Override
        public Dataset open() {
            return CifarFiles.open(this);
        }

        @Override
        public Optional<DataSpec> trainSplit() {
            return split == Split.TEST && !CifarFiles.files(folder, Split.TRAIN).isEmpty()
                    ? Optional.of(new Cifar10(folder, Split.TRAIN))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return "cifar10:" + folder + ":" + split;
        }
    }

    /// MNIST in its idx format (LeCun et al. 1998): `[1, 28, 28]` images.
    record Mnist(Path folder, Split split) implements DataSpec {
        @Override
        public Dataset open() {
            return MnistFiles.open(this);
        }

        @Override
        public Optional<DataSpec> trainSplit() {
            return split == Split.TEST && MnistFiles.file(folder, MnistFiles.images(Split.TRAIN)).isPresent()
                    ? Optional.of(new Mnist(folder, Split.TRAIN))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return "mnist:" + folder + ":" + split;
        }
    }

    /// Pictures as `[3, h, w]`: each folder is a class, and files count in the order of their names; or those that
    /// `labels.csv` or `labels.txt` lists, in its order; or all, without labels. Grey becomes red, green and blue alike, an
    /// alpha channel is dropped.
    record Images(Path folder) implements DataSpec {
        @Override
        public Dataset open() {
            return ImageFolders.open(this);
        }

        @Override
        public String toString() {
            return "images:" + folder;
        }
    }

    /// Arrays of a NumPy file.
    record Npz(Path file, ArrayChoice arrays) implements DataSpec {
        /// Arrays that are chosen by their names.
        public Npz(Path file) {
            this(file, ArrayChoice.BY_NAME);
        }

        @Override
        public Dataset open() {
            return NpzSamples.open(this);
        }

        @Override
        public Optional<DataSpec> trainSplit() {
            return Files.isRegularFile(file)
                    ? arrays.train(dev.vernier.file.Npz.headers(file)).map(train -> new Npz(file, train))
                    : Optional.empty();
        }

        @Override
        public DataSpec taking(ModelInputs inputs) {
            return new Npz(file, arrays.taking(inputs));
        }

        @Override
        public DataSpec in(Layout stored) {
            return new Npz(file, arrays.in(stored));
        }

        @Override
        public String toString() {
            return "npz:" + file + arrays;
        }
    }

    /// Generated `[3, 32, 32]` images of ten shapes. The sizes (50,000 and 10,000) are only defaults:
    /// [Dataset#first] takes any number. The same index gives the same bytes on every machine.
    record Shapes(Split split) implements DataSpec {
        @Override
        public Dataset open() {
            return GeneratedShapes.of(this);
        }

        @Override
        public Optional<DataSpec> trainSplit() {
            return split == Split.TEST ? Optional.of(new Shapes(Split.TRAIN)) : Optional.empty();
        }

        @Override
        public String toString() {
            return "shapes:" + split;
        }
    }
}
