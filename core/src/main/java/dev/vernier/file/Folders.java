package dev.vernier.file;

import dev.vernier.tensor.InputException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Folders that files are written into.
public final class Folders {
    private Folders() {}

    /// The folder of a file that is to be written.
    ///
    /// @throws InputException where it does not exist
    public static Path of(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new InputException(file + ": no folder " + folder + ", needed one that exists");
        }
        return folder;
    }

    /// @throws InputException where the file's folder does not exist, or no file can be written there; said before any work is
    ///     done
    public static void requireWritable(Path file) {
        if (Files.isDirectory(file) || !Files.isWritable(isDevice(file) ? file : of(file))) {
            throw new InputException(file + ": cannot be written, needed a file in a folder that can");
        }
    }

    /// @param kept files that must stay as they are, and folders into which nothing is written
    /// @throws InputException where the file that is to be written is one of them, or lies in one
    public static void requireOther(Path file, Path... kept) {
        for (Path other : kept) {
            if (Files.isDirectory(other)
                    && file.toAbsolutePath().normalize().startsWith(other.toAbsolutePath().normalize())) {
                throw new InputException(
                        file + ": lies in the folder of samples " + other + ", needed another place to write");
            }
            if (isSame(file, other)) {
                throw new InputException(file + ": " + other.getFileName() + " itself, needed another file to write");
            }
        }
    }

    private static boolean isSame(Path file, Path other) {
        try {
            return file.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize())
                    || (Files.exists(file) && Files.exists(other) && Files.isSameFile(file, other));
        } catch (IOException unreadable) {
            throw new InputException(file + ": " + unreadable.getMessage() + ", needed a file that can be written",
                    unreadable);
        }
    }

    /// Writes a text to a temporary file and moves it into place; where no file stands there but a device or a pipe, into that.
    ///
    /// @throws InputException where the file cannot be written; what stood there before is then untouched
    public static void replace(Path file, String text) {
        replace(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /// The same for bytes.
    ///
    /// @throws InputException where the file cannot be written; what stood there before is then untouched
    public static void replace(Path file, byte[] content) {
        of(file);
        if (isDevice(file)) {
            writeInto(file, content);
            return;
        }
        try (TemporaryPath unfinished = TemporaryPath.beside(file)) {
            Files.write(unfinished.path(), content);
            unfinished.moveTo(file);
        } catch (IOException unwritable) {
            throw new InputException(file + ": cannot be written (" + unwritable.getMessage() + ")", unwritable);
        }
    }

    /// Whether something stands there that is written into and never replaced, such as `/dev/stdout`.
    public static boolean isDevice(Path file) {
        return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
    }

    private static void writeInto(Path device, byte[] content) {
        try (OutputStream out = Files.newOutputStream(device, StandardOpenOption.WRITE)) {
            out.write(content);
        } catch (IOException unwritable) {
            throw new InputException(device + ": cannot be written (" + unwritable.getMessage() + ")", unwritable);
        }
    }
}
