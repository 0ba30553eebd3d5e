package dev.vernier.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tensor data in files of its own beside the model. Nothing outside the model's folder is ever opened.
///
/// @param folder the model's folder; empty where the model does not come from a file
record ExternalData(Optional<Path> folder) {
    private static final int LARGEST_READ = 1 << 30;
    private static final int LARGEST_POINTER = 1024;

    /// The `needed` bytes that the entries (`location`, `offset`, `length`) point at.
    ///
    /// @throws IllegalArgumentException where they lie outside the folder or beyond the file's end, or cannot be read
    MemorySegment read(List<StringStringEntryProto> entries, long needed) {
        Map<String, String> values = new HashMap<>();
        entries.forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        String location = values.getOrDefault("location", "");
        long offset = number("offset", values.getOrDefault("offset", "0"));
        long length = number("length", values.getOrDefault("length", Long.toString(needed)));
        if (length != needed) {
            throw new IllegalArgumentException(
                    "external data '" + location + "': length = " + length + ", the tensor needs " + needed);
        }
        try {
            return read(inside(location), location, offset, length);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    "external data '" + location + "' cannot be read (" + unreadable.getMessage() + ")", unreadable);
        }
    }

    private static long number(String key, String text) {
        try {
            long number = Long.parseLong(text.trim());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // falls through to the one message below
        }
        throw new IllegalArgumentException("external data: " + key + " = " + text + ", needed a number of bytes");
    }

    private Path inside(String location) throws IOException {
        Path home = folder.orElseThrow(() -> new IllegalArgumentException(
                "external data '" + location + "' of a model that is no file, needed the data in the model"))
                .toRealPath();
        Path relative = relative(location);
        for (Path part : relative) {
            if (part.toString().equals("..")) {
                throw outside(location);
            }
        }
        Path file = home.resolve(relative);
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("external data '" + location + "' is missing in " + home);
        }
        if (!file.toRealPath().startsWith(home)) {
            throw outside(location);
        }
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("external data '" + location + "' is no regular file");
        }
        return file;
    }

    private static Path relative(String location) {
        try {
            Path path = Path.of(location);
            if (!location.isEmpty() && !path.isAbsolute()) {
                return path;
            }
        } catch (InvalidPathException noPath) {
            // falls through to the one message below
        }
        throw outside(location);
    }

    private static IllegalArgumentException outside(String location) {
        return new IllegalArgumentException(
                "external data '" + location + "', needed a file inside the model's folder");
    }

    private static void requireNoPointer(Path file, String location) throws IOException {
        if (Files.size(file) < LARGEST_POINTER
                && ForeignFile.isGitLfsPointer(Files.readString(file, StandardCharsets.ISO_8859_1))) {
            throw new IllegalArgumentException("external data '" + location
                    + "' is a Git LFS pointer, needed the file itself: git lfs pull");
        }
    }

    private static MemorySegment read(Path file, String location, long offset, long length) throws IOException {
        requireNoPointer(file, location);
        try (FileChannel channel = FileChannel.open(file)) {
            if (offset > channel.size() || length > channel.size() - offset) {
                throw new IllegalArgumentException(
                        "external data '" + location + "': offset = " + offset + ", length = "
                                + length + " of a file of " + channel.size() + " bytes");
            }
            MemorySegment data = Arena.ofAuto().allocate(length);
            for (long done = 0; done < length;) {
                long part = Math.min(length - done, LARGEST_READ);
                int read = channel.read(data.asSlice(done, part).asByteBuffer(), offset + done);
                if (read < 0) {
                    throw new EOFException("it ends at " + (offset + done));
                }
                done += read;
            }
            return data;
        }
    }
}
