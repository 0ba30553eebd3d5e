package dev.vernier.data;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/// The idx files of MNIST, read into memory.
final class MnistFiles implements Dataset {
    private static final int CLASSES = 10;
    private static final int UNSIGNED_BYTES = 0x08;
    private static final List<String> LABELS = IntStream.range(0, CLASSES).mapToObj(Integer::toString).toList();

    private final String name;
    private final Tensor images;
    private final Tensor labels;

    private MnistFiles(String name, Tensor images, Tensor labels) {
        this.name = name;
        this.images = images;
        this.labels = labels;
    }

    static MnistFiles open(DataSpec.Mnist spec) {
        Tensor images = read(spec, images(spec.split()), 3);
        Tensor labels = read(spec, prefix(spec.split()) + "-labels-idx1-ubyte", 1);
        if (images.shape().size(0) != labels.shape().size(0)) {
            throw new InputException(spec + ": " + images.shape().size(0) + " images and " + labels.shape().size(0)
                    + " labels, needed as many of both");
        }
        for (int i = 0; i < labels.size(); i++) {
            if (labels.longAt(i) >= CLASSES) {
                throw new InputException(spec + ": sample " + i + ": label = " + labels.longAt(i) + ", needed 0 to "
                        + (CLASSES - 1));
            }
        }
        return new MnistFiles(spec.toString(), images, labels);
    }

    static String images(DataSpec.Split split) {
        return prefix(split) + "-images-idx3-ubyte";
    }

    private static String prefix(DataSpec.Split split) {
        return switch (split) {
            case TRAIN -> "train";
            case TEST -> "t10k";
        };
    }

    /// The file of that name, compressed or not, if it is there.
    static Optional<Path> file(Path folder, String name) {
        return Stream.of(name + ".gz", name).map(folder::resolve).filter(Files::isRegularFile).findFirst();
    }

    private static Tensor read(DataSpec.Mnist spec, String name, int rank) {
        Path file = file(spec.folder(), name).orElseThrow(() -> new InputException(
                spec + ": no such file, needed " + spec.folder().resolve(name) + ".gz or the same without .gz"));
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw) {
            return idx(in, file, rank);
        } catch (IOException e) {
            throw new InputException(file + ": " + e.getMessage() + ", needed an idx file", e);
        }
    }

    private static Tensor idx(InputStream in, Path file, int rank) throws IOException {
        byte[] head = in.readNBytes(4 + 4 * rank);
        if (head.length < 4 + 4 * rank) {
            throw new InputException(file + ": " + head.length + " bytes, needed a header of " + (4 + 4 * rank));
        }
        ByteBuffer header = ByteBuffer.wrap(head);
        int magic = header.getInt();
        if (magic != (UNSIGNED_BYTES << 8 | rank)) {
            throw new InputException(
                    "%s: magic number 0x%08x, needed 0x%08x".formatted(file, magic, UNSIGNED_BYTES << 8 | rank));
        }
        long[] sizes = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            sizes[axis] = header.getInt();
        }
        Shape shape;
        try {
            shape = Shape.of(sizes);
        } catch (IllegalArgumentException e) {
            throw new InputException(file + ": " + e.getMessage(), e);
        }
        byte[] data = in.readNBytes(shape.elementCount());
        if (data.length < shape.elementCount() || in.read() >= 0) {
            throw new InputException(file + ": " + (data.length < shape.elementCount() ? "only " + data.length : "more")
                    + " bytes after the header, needed " + shape.elementCount() + " for " + shape);
        }
        return Tensor.wrap(DType.U8, shape, MemorySegment.ofArray(data));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return labels.size();
    }

    @Override
    public Sample sample(int index) {
        Objects.checkIndex(index, size());
        return new Sample(images.rows(index, index + 1), (int) labels.longAt(index));
    }

    @Override
    public List<String> labels() {
        return LABELS;
    }
}
