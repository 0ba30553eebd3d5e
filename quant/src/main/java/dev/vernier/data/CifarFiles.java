package dev.vernier.data;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// The binary files of CIFAR-10. Each record is read when it is asked for, so that memory does not grow with the samples seen.
final class CifarFiles implements Dataset {
    private static final Shape SHAPE = Shape.of(3, 32, 32);
    private static final int RECORD = 1 + SHAPE.elementCount();
    private static final int CLASSES = 10;
    private static final int LONGEST_NAMES = 10_000;

    private final String name;
    private final List<Part> files;
    private final List<String> labels;
    private final int size;

    private record Part(Path path, int records) {
        /// @throws InputException where the file does not hold whole records
        static Part of(Path file) {
            try {
                long bytes = Files.size(file);
                if (bytes == 0 || bytes % RECORD != 0) {
                    throw new InputException(file + ": " + bytes + " bytes, needed a multiple of " + RECORD);
                }
                return new Part(file, Math.toIntExact(bytes / RECORD));
            } catch (IOException e) {
                throw new InputException(file + ": " + e.getMessage() + ", needed a readable file", e);
            }
        }

        byte[] record(int index) {
            ByteBuffer record = ByteBuffer.allocate(RECORD);
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
                long from = (long) index * RECORD;
                while (record.hasRemaining()) {
                    if (channel.read(record, from + record.position()) < 0) {
                        throw new EOFException("ends within record " + index);
                    }
                }
                return record.array();
            } catch (IOException e) {
                throw new InputException(path + ": " + e.getMessage() + ", needed a readable file", e);
            }
        }
    }

    private CifarFiles(String name, List<Part> files, List<String> labels) {
        this.name = name;
        this.files = files;
        this.labels = labels;
        this.size = Math.toIntExact(files.stream().mapToLong(Part::records).sum());
    }

    static CifarFiles open(DataSpec.Cifar10 spec) {
        List<Path> paths = files(spec.folder(), spec.split());
        if (paths.isEmpty()) {
            throw new InputException(spec + ": no such file, needed " + spec.folder().resolve(
                    spec.split() == DataSpec.Split.TEST ? "test_batch.bin" : "data_batch_1.bin"));
        }
        return new CifarFiles(spec.toString(), paths.stream().map(Part::of).toList(), labels(spec.folder()));
    }

    /// The files of a split that are there.
    static List<Path> files(Path folder, DataSpec.Split split) {
        List<String> names = switch (split) {
            case TEST -> List.of("test_batch.bin");
            case TRAIN -> IntStream.rangeClosed(1, 5).mapToObj(i -> "data_batch_" + i + ".bin").toList();
        };
        return names.stream().map(folder::resolve).filter(Files::isRegularFile).toList();
    }

    private static List<String> labels(Path folder) {
        Path file = folder.resolve("batches.meta.txt");
        if (!Files.isRegularFile(file)) {
            return List.of();
        }
        try {
            if (Files.size(file) > LONGEST_NAMES) {
                throw new InputException(file + ": " + Files.size(file) + " bytes, needed " + CLASSES + " names");
            }
            List<String> names =
                    Files.readAllLines(file).stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
            if (names.size() != CLASSES) {
                throw new InputException(file + ": " + names.size() + " names, needed " + CLASSES);
            }
            return names;
        } catch (IOException e) {
            throw new InputException(file + ": " + e.getMessage() + ", needed a readable text file", e);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Sample sample(int index) {
        int record = Objects.checkIndex(index, size);
        int file = 0;
        while (record >= files.get(file).records()) {
            record -= files.get(file).records();
            file++;
        }
        byte[] data = files.get(file).record(record);
        int label = data[0] & 0xff;
        if (label >= CLASSES) {
            throw new InputException(where(index) + ": label = " + label + ", needed 0 to " + (CLASSES - 1));
        }
        return new Sample(Tensor.wrap(DType.U8, SHAPE, MemorySegment.ofArray(data).asSlice(1)), label);
    }

    @Override
    public List<String> labels() {
        return labels;
    }
}
