package dev.vernier.file;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
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

    private static Map<String, Tensor> read(Path file, Predicate<String> wanted) {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (Iterator<? extends ZipEntry> entries = zip.entries().asIterator(); entries.hasNext();) {
                ZipEntry entry = entries.next();
                String name = entry.getName();
                if (name.endsWith(SUFFIX)) {
                    name = name.substring(0, name.length() - SUFFIX.length());
                    if (wanted.test(name)) {
                        try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
                            arrays.put(name, Npy.read(in, file + ": array '" + name + "'"));
                        }
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

    /// Writes the arrays in the map's order. The same arrays give the same bytes.
    ///
    /// @throws InputException where the file cannot be written; what stood there before is then untouched
    public static void write(Path file, Map<String, Tensor> arrays) {
        write(file, arrays, Set.of());
    }

    /// @param unsigned names of int64 arrays that are written as uint64, with the same bits
    /// @throws InputException where the file cannot be written; what stood there before is then untouched
    public static void write(Path file, Map<String, Tensor> arrays, Set<String> unsigned) {
        for (String name : unsigned) {
            if (!arrays.containsKey(name) || arrays.get(name).dtype() != DType.I64) {
                throw new IllegalArgumentException("array '" + name + "' as uint64, needed an i64 tensor of that name");
            }
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new InputException(file + ": no such folder, needed one that exists");
        }
        try (TemporaryPath unfinished = TemporaryPath.beside(file)) {
            try (ZipOutputStream zip =
                    new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished.path())))) {
                for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
                    ZipEntry entry = new ZipEntry(array.getKey() + SUFFIX);
                    entry.setTimeLocal(NO_TIME);
                    zip.putNextEntry(entry);
                    Npy.write(zip, array.getValue(), unsigned.contains(array.getKey()));
                    zip.closeEntry();
                }
            }
            unfinished.moveTo(file);
        } catch (IOException e) {
            throw new InputException(file + ": " + e.getMessage() + ", needed a file that can be written", e);
        }
    }
}
