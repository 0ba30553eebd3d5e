package dev.vernier.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.tensor.InputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignFileTest {
    @TempDir
    private Path folder;

    private void assertRefused(String part, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("model.onnx"), bytes);
        String message = assertThrows(InputException.class, () -> OnnxReader.read(file)).getMessage();
        assertTrue(message.startsWith(file + ": " + part), message);
    }

    private void assertRefused(String part, String text) throws IOException {
        assertRefused(part, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] zip(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(1);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void namesPointersOfGitLfs() throws IOException {
        assertRefused("is a Git LFS pointer, needed the file itself: git lfs pull", """
                version https://git-lfs.github.com/spec/v1
                oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
                size 12345
                """);
    }

    @Test
    void namesModelsOfOtherFrameworksByTheirFirstBytes() throws IOException {
        assertRefused("is a TensorFlow Lite model, needed ONNX: ", "\u001c\0\0\0TFL3\0\0");
        assertRefused("is in ONNX Runtime's own format, ", "\u0018\0\0\0ORTM\0\0");
        assertRefused("is an HDF5 file, ", HexFormat.of().parseHex("894844460d0a1a0a0000"));
        assertRefused("is a PyTorch checkpoint, ", HexFormat.of().parseHex("80028a0a6cfc9c46f920"));
        assertRefused("is a Python pickle, ", HexFormat.of().parseHex("80049514000000000000"));
        assertRefused("is a safetensors file, ", "\n\0\0\0\0\0\0\0{\"a\":{}}  ");
        assertRefused("is a GGUF file, ", "GGUF\3\0\0\0");
        assertRefused("is a NumPy array, ", "\u0093NUMPY\1\0");
        assertRefused("is compressed with gzip, ", "\u001f\u008b\b\0");
        assertRefused("is a web page, ", "\n<!DOCTYPE html>\n<html>");
        assertRefused("is an XML file, ", "<?xml version=\"1.0\"?><net/>");
    }

    @Test
    void looksIntoArchives() throws IOException {
        assertRefused("is a PyTorch checkpoint (.pth, .pt), needed ONNX: torch.onnx.export",
                zip("net/data.pkl", "net/data/0"));
        assertRefused("is a TorchScript model, ", zip("net/data.pkl", "net/constants.pkl", "net/code/net.py"));
        assertRefused("is a PyTorch program (.pt2), ", zip("net/archive_format", "net/models/model.json"));
        assertRefused("is a Keras model, ", zip("metadata.json", "config.json", "model.weights.h5"));
        assertRefused("holds NumPy arrays (.npz), ", zip("x.npy"));
        assertRefused("is a ZIP archive, ", zip("model.onnx"));
        assertRefused("is a damaged ZIP archive (", "PK\3\4 and no more");
    }

    @Test
    void readsModelsWhateverTheirNamesEndIn() throws IOException {
        Path file = Files.write(folder.resolve("model.tflite"),
                Models.of(13, Models.node("Relu", "y", "x")).build().toByteArray());
        assertEquals(1, OnnxReader.read(file).graph().nodes().size());
    }

    @Test
    void leavesToTheParserWhatItDoesNotKnow() throws IOException {
        assertRefused("no ONNX model, or a damaged one", "nothing of the kind");
        assertRefused("empty file", "");
    }
}
