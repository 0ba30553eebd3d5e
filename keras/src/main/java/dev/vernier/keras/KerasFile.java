package dev.vernier.keras;

import dev.vernier.tensor.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a Keras file holds: a network in JSON, and the numbers of its layers in HDF5. A `.keras` file is a ZIP archive of
/// both, an `.h5` file is HDF5 that has the JSON as an attribute.
///
/// @param model the network as it is written
/// @param version of Keras that wrote it: 2 or 3
/// @param numbers the group that holds them
/// @param isArchive whether it is a `.keras` file
record KerasFile(JsonNode model, int version, Hdf5Group numbers, boolean isArchive) {
    private static final int LONGEST_TEXT = 64 << 20;
    private static final int LARGEST = Integer.MAX_VALUE - 8;
    /// How many times smaller entries may be than what they hold: more than what networks are packed by.
    private static final long TIGHTEST = 200;
    private static final String POINTER = "version https://git-lfs.github.com/spec/";
    private static final String CONFIG = "config.json";
    private static final String METADATA = "metadata.json";
    private static final String WEIGHTS = "model.weights.h5";

    /// @throws InputException where the file is missing, no Keras model or damaged
    static KerasFile open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file + ": " + (Files.exists(file) ? "no regular file" : "no such file")
                    + ", needed a Keras model");
        }
        try {
            if (Files.size(file) > LARGEST) {
                throw new InputException(file + ": " + Files.size(file) + " bytes, needed at most 2 GiB");
            }
            String head;
            try (InputStream stream = Files.newInputStream(file)) {
                head = new String(stream.readNBytes(POINTER.length()), StandardCharsets.ISO_8859_1);
            }
            if (head.equals(POINTER)) {
                throw new InputException(file + ": is a Git LFS pointer, needed the file itself: git lfs pull");
            }
            return head.startsWith("PK\3\4") ? archive(file) : legacy(file);
        } catch (IOException unreadable) {
            throw new InputException(file + ": cannot be read (" + unreadable.getMessage() + ")", unreadable);
        }
    }

    private static KerasFile legacy(Path file) throws IOException {
        ByteBuffer bytes;
        try (FileChannel channel = FileChannel.open(file)) {
            bytes = channel.map(MapMode.READ_ONLY, 0, channel.size());
        }
        if (bytes.limit() < 8 || bytes.getLong(0) != 0x894844460d0a1a0aL) {
            throw new InputException(file + ": no HDF5 file, needed a Keras model");
        }
        Hdf5Group root = Hdf5.open(file.toString(), bytes).root();
        String config = root.text("model_config").orElseThrow(() -> new InputException(file
                + ": holds no network (model_config), needed what model.save(FILE) writes, not weights alone"));
        String version = root.text("keras_version").orElse("2");
        Hdf5Group numbers = root.has("model_weights") ? root.group("model_weights") : root;
        return new KerasFile(json(file, "model_config", config), version(version), numbers, false);
    }

    private static KerasFile archive(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            JsonNode model = json(file, CONFIG, text(file, zip, CONFIG));
            JsonNode metadata = json(file, METADATA, text(file, zip, METADATA));
            byte[] weights = content(file, zip, WEIGHTS, LARGEST);
            return new KerasFile(model, version(metadata.path("keras_version").asString("3")),
                    Hdf5.open(file + "!" + WEIGHTS, ByteBuffer.wrap(weights)).root(), true);
        } catch (ZipException damaged) {
            throw new InputException(file + ": damaged ZIP archive (" + damaged.getMessage()
                    + "), needed a Keras model", damaged);
        }
    }

    private static int version(String text) {
        return text.startsWith("2.") || text.startsWith("1.") || text.equals("2") ? 2 : 3;
    }

    private static String text(Path file, ZipFile zip, String name) throws IOException {
        return new String(content(file, zip, name, LONGEST_TEXT), StandardCharsets.UTF_8);
    }

    /// One entry, no larger than it says, and no larger than what it is for may be.
    private static byte[] content(Path file, ZipFile zip, String name, int most) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new InputException(file + ": a ZIP archive without " + name + ", needed a Keras model");
        }
        long stored = Math.max(entry.getCompressedSize(), 1);
        if (entry.getSize() < 0 || entry.getSize() > most || entry.getSize() / stored > TIGHTEST) {
            throw new InputException(file + ": " + name + " has " + entry.getSize() + " bytes packed into "
                    + entry.getCompressedSize() + ", needed at most " + most + " and no tighter than "
                    + TIGHTEST + " times");
        }
        try (InputStream stream = zip.getInputStream(entry)) {
            byte[] bytes = stream.readNBytes((int) entry.getSize());
            if (bytes.length != entry.getSize() || stream.read() >= 0) {
                throw new InputException(file + ": " + name + " is not of " + entry.getSize()
                        + " bytes as the archive says, needed a whole one");
            }
            return bytes;
        }
    }

    private static JsonNode json(Path file, String what, String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new InputException(file + ": " + what + " has " + text.length() + " characters, needed at most "
                    + LONGEST_TEXT);
        }
        try {
            return JsonMapper.shared().readTree(text);
        } catch (JacksonException malformed) {
            throw new InputException(file + ": " + what + ": "
                    + malformed.getOriginalMessage().replaceAll("\\p{Cntrl}", "?").replaceFirst(" \\(start marker.*",
                            "")
                    + ", needed JSON", malformed);
        }
    }

    /// Where the layers of a network find their numbers.
    Weights weights(Network network) {
        return isArchive ? new StoredWeights(numbers) : new LegacyWeights(numbers, network);
    }
}
