package dev.vernier.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Files of other kinds that are given as ONNX models, known by their first bytes whatever their names end in.
final class ForeignFile {
    private static final int HEAD = 256;
    private static final int MOST_ENTRIES = 1000;
    private static final String EXPORT = ", needed ONNX: ";
    private static final String TORCH = EXPORT + "torch.onnx.export(model, ...) writes it";
    private static final String KERAS = ", needed the ending ";

    /// The first eight bytes of a PyTorch checkpoint before version 1.6: a pickle of a certain number.
    private static final long OLD_CHECKPOINT = 0x80028a0a6cfc9c46L;
    private static final long HDF5 = 0x894844460d0a1a0aL;

    private ForeignFile() {}

    /// What a file is and what to do with it; empty where it may be an ONNX model.
    static Optional<String> find(Path file) throws IOException {
        byte[] head;
        try (var stream = Files.newInputStream(file)) {
            head = stream.readNBytes(HEAD);
        }
        return Optional.ofNullable(kind(file, head));
    }

    private static String kind(Path file, byte[] head) throws IOException {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (isGitLfsPointer(text)) {
            return "is a Git LFS pointer, needed the file itself: git lfs pull";
        }
        if (text.startsWith("TFL3", 4)) {
            return "is a TensorFlow Lite model" + EXPORT + "tf2onnx --tflite writes it";
        }
        if (text.startsWith("ORTM", 4)) {
            return "is in ONNX Runtime's own format, needed the ONNX file that it was made from";
        }
        if (text.startsWith("PK\3\4")) {
            return zip(file);
        }
        if (text.startsWith("GGUF")) {
            return "is a GGUF file, needed an ONNX model";
        }
        if (text.startsWith("\u0093NUMPY")) {
            return "is a NumPy array, needed an ONNX model";
        }
        if (text.startsWith("\u001f\u008b")) {
            return "is compressed with gzip, needed what it holds: gunzip";
        }
        String start = text.stripLeading().toLowerCase(Locale.ROOT);
        if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
            return "is a web page, needed the file that it offers";
        }
        if (start.startsWith("<?xml") || start.startsWith("<net ")) {
            return "is an XML file, as OpenVINO writes, needed the ONNX model that it was made from";
        }
        return head.length < Long.BYTES ? null : numbered(file, ByteBuffer.wrap(head), text);
    }

    private static String numbered(Path file, ByteBuffer head, String text) throws IOException {
        if (head.getLong(0) == HDF5) {
            return "is an HDF5 file, as Keras writes" + KERAS + ".h5, or an ONNX model";
        }
        if (head.getLong(0) == OLD_CHECKPOINT) {
            return "is a PyTorch checkpoint" + TORCH;
        }
        if (head.get(0) == (byte) 0x80 && head.get(1) >= 2 && head.get(1) <= 5) {
            return "is a Python pickle" + TORCH;
        }
        long header = head.order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        if (text.startsWith("{\"", 8) && header > 1 && header <= Files.size(file) - Long.BYTES) {
            return "is a safetensors file, weights without their network" + TORCH;
        }
        return null;
    }

    private static String zip(Path file) throws IOException {
        List<String> names;
        try (ZipFile zip = new ZipFile(file.toFile())) {
            names = zip.stream().limit(MOST_ENTRIES).map(ZipEntry::getName).toList();
        } catch (ZipException damaged) {
            return "is a damaged ZIP archive (" + damaged.getMessage() + "), needed an ONNX model";
        }
        if (holds(names, "model.weights.h5")) {
            return "is a Keras model" + KERAS + ".keras, or an ONNX model";
        }
        if (names.stream().anyMatch(name -> name.endsWith(".npy"))) {
            return "holds NumPy arrays (.npz), needed an ONNX model";
        }
        if (holds(names, "archive_format") || holds(names, "serialized_exported_program.json")) {
            return "is a PyTorch program (.pt2)" + EXPORT + "torch.onnx.export(torch.export.load(FILE), ...) writes it";
        }
        if (holds(names, "constants.pkl")) {
            return "is a TorchScript model" + TORCH;
        }
        return holds(names, "data.pkl") ? "is a PyTorch checkpoint (.pth, .pt)" + TORCH
                : "is a ZIP archive, needed an ONNX model: unzip it";
    }

    private static boolean holds(List<String> names, String entry) {
        return names.stream().anyMatch(name -> name.equals(entry) || name.endsWith("/" + entry));
    }

    /// Whether a file begins so.
    static boolean isGitLfsPointer(String text) {
        return text.startsWith("version https://git-lfs.github.com/spec/");
    }
}
