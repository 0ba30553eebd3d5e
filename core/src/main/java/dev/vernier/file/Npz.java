package dev.vernier.file;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// NumPy's file format for several named arrays: a zip file of [Npy] entries.
public final class Npz {
    private static final String SUFFIX = ".npy";
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private Npz() {}

    /// Reads every array, in the file's order.
    ///
    /// @throws InputException where the file or one of its arrays cannot be read
    public static Map<String, Tensor> read(Path file) {
        return read(file, name -> true);
    }

    /// Reads those of the named arrays that are there; the others may be of any type.
    ///
    /// @throws InputException where the file or one of these arrays cannot be read
    public static Map<String, Tensor> read(Path file, Set<String> names) {
        return read(file, names::contains);
    }

    /// Reads those of the named arrays that a stream holds, up to its end.
    ///
    /// @param where what messages call the stream
    /// @throws InputException where it cannot be read, or one of these arrays
    public static Map<String, Tensor> read(InputStream from, String where, Set<String> names) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        try {
            ZipInputStream zip = new ZipInputStream(from);
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Optional<String> name = name(entry).filter(names::contains);
                if (name.isPresent()) {
                    arrays.put(name.get(), Npy.read(new BufferedInputStream(zip), array(where, name.get())));
                }
            }
        } catch (IOException e) {
            throw new InputException(where + ": " + e.getMessage() + ", needed a readable .npz stream", e);
        }
        return Collections.unmodifiableMap(arrays);
    }

    private static Map<String, Tensor> read(Path file, Predicate<String> wanted) {
        return each(file, wanted, Npy::read);
    }

    /// What the arrays are, in the file's order, without their elements.
    ///
    /// @throws InputException where the file cannot be read, or one of its arrays has no header
    public static Map<String, NpyHeader> headers(Path file) {
        return each(file, name -> true, NpyHeader::read);
    }

    private interface Reader<T> {
        T read(InputStream in, String where) throws IOException;
    }

    private static <T> Map<String, T> each(Path file, Predicate<String> wanted, Reader<T> reader) {
        Map<String, T> arrays = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (Iterator<? extends ZipEntry> entries = zip.entries().asIterator(); entries.hasNext();) {
                ZipEntry entry = entries.next();
                Optional<String> name = name(entry).filter(wanted);
                if (name.isPresent()) {
                    try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
                        arrays.put(name.get(), reader.read(in, array(file.toString(), name.get())));
                    }
                }
            }
        } catch (NoSuchFileException e) {
            throw new InputException(file + ": no such file, needed a .npz file", e);
        } catch (ZipException e) {
            throw new InputException(file + ": " + e.getMessage() + ", needed a .npz file", e);
        } catch (IOException e) {
            throw new InputException(file + ": " + e.getMessage() + ", needed a readable .npz file", e);
        }
        return Collections.unmodifiableMap(arrays);
    }

    /// The name of the array that an entry holds; empty for other files.
    private static Optional<String> name(ZipEntry entry) {
        String name = entry.getName();
        return name.endsWith(SUFFIX)
                ? Optional.of(name.substring(0, name.length() - SUFFIX.length()))
                : Optional.empty();
    }

    private static String array(String where, String name) {
        return where + ": array '" + name + "'";
    }

    /// Writes the arrays in the map's order. The same arrays give the same bytes.
    ///
    /// @throws InputException where the file cannot be written; what stood there before is then untouched
    public static void write(Path file, Map<String, Tensor> arrays) {
        write(file, arrays, Set.of());
    }

    /// @param unsigned names of int64 arrays that are written as uint64, with the same bits
    /// @throws InputException where the file cannot be written; what stood there before is then untouched
    public static void write(Path file, Map<String, Tensor> arrays, Set<String> unsigned) {
        requireTensors(arrays, unsigned);
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new InputException(file + ": no such folder, needed one that exists");
        }
        try (TemporaryPath unfinished = TemporaryPath.beside(file)) {
            try (OutputStream out = Files.newOutputStream(unfinished.path())) {
                write(out, arrays, unsigned);
            }
            unfinished.moveTo(file);
        } catch (IOException e) {
            throw new InputException(file + ": " + e.getMessage() + ", needed a file that can be written", e);
        }
    }

    /// Writes the same bytes to a stream, which stays open.
    ///
    /// @param unsigned as where a file is written
    public static void write(OutputStream to, Map<String, Tensor> arrays, Set<String> unsigned) throws IOException {
        requireTensors(arrays, unsigned);
        ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(to));
        for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
            ZipEntry entry = new ZipEntry(array.getKey() + SUFFIX);
            entry.setTimeLocal(NO_TIME);
            zip.putNextEntry(entry);
            Npy.write(zip, array.getValue(), unsigned.contains(array.getKey()));
            zip.closeEntry();
        }
        zip.finish();
        zip.flush();
    }

    private static void requireTensors(Map<String, Tensor> arrays, Set<String> unsigned) {
        for (String name : unsigned) {
            if (!arrays.containsKey(name) || arrays.get(name).dtype() != DType.I64) {
                throw new IllegalArgumentException("array '" + name + "' as uint64, needed an i64 tensor of that name");
            }
        }
    }
}
