package dev.vernier.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// The archive of published cases: a folder `test_NAME` for each, with its model and one set of data.
final class Cases {
    private static final int LARGEST_FILE = 1 << 26;
    private static final int MOST_FILES = 100_000;

    private Cases() {}

    static List<Case> read(Path archive) {
        Map<String, Map<String, byte[]>> folders = new TreeMap<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            if (zip.size() > MOST_FILES) {
                throw new IllegalArgumentException(
                        archive + ": " + zip.size() + " files, needed at most " + MOST_FILES);
            }
            for (ZipEntry entry : zip.stream().filter(entry -> entry.getName().startsWith("test_")).toList()) {
                int slash = entry.getName().indexOf('/');
                if (slash > 0 && !entry.isDirectory()) {
                    folders.computeIfAbsent(entry.getName().substring("test_".length(), slash), name -> new HashMap<>())
                            .put(entry.getName().substring(slash + 1), bytes(zip, entry));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return folders.entrySet().stream().map(folder -> Case.of(folder.getKey(), folder.getValue())).toList();
    }

    private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
        try (InputStream stream = zip.getInputStream(entry)) {
            byte[] bytes = stream.readNBytes(LARGEST_FILE);
            if (stream.read() >= 0) {
                throw new IllegalArgumentException(entry.getName() + ": larger than " + LARGEST_FILE + " bytes");
            }
            return bytes;
        }
    }
}
