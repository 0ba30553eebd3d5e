package dev.vernier.onnx;

import static dev.vernier.onnx.Models.node;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalDataTest {
    @TempDir
    Path outside;

    private Path folder;

    @BeforeEach
    void writeTwoDataFiles() throws IOException {
        folder = Files.createDirectory(outside.resolve("inside"));
        byte[] bytes = Tensor.of(Shape.of(5), 0, 1, 2, 3, 4).bytes();
        Files.write(folder.resolve("weights.bin"), bytes);
        Files.write(outside.resolve("secret.bin"), bytes);
    }

    private Path model(Map<String, String> entries) {
        TensorProto.Builder weight = TensorProto.newBuilder()
                .setName("w")
                .addDims(4)
                .setDataType(TensorProto.DataType.FLOAT_VALUE)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL);
        entries.forEach((key, value) -> weight
                .addExternalData(StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        ModelProto.Builder model = Models.of(13, node("Add", "y", "x", "w"));
        model.getGraphBuilder().addInitializer(weight);
        return Models.write(folder, model);
    }

    private void assertRefused(String reason, Map<String, String> entries) {
        Path file = model(entries);
        String message = assertThrows(InputException.class, () -> OnnxReader.read(file)).getMessage();
        assertTrue(message.startsWith(file + ": tensor 'w': external data"), message);
        assertTrue(message.contains(reason), message);
    }

    @Test
    void readsThePartThatIsAskedFor() {
        Path file = model(Map.of("location", "weights.bin", "offset", "4", "length", "16"));
        Tensor weight = OnnxReader.read(file).graph().constant("w").orElseThrow();
        assertArrayEquals(new float[] {1, 2, 3, 4}, weight.floats());
        assertEquals(Shape.of(4), weight.shape());
    }

    @Test
    void staysInsideTheFolder() throws IOException {
        assertRefused("needed a file inside", Map.of("location", "../secret.bin"));
        assertRefused("needed a file inside", Map.of("location", "sub/../../secret.bin"));
        assertRefused("needed a file inside", Map.of("location", outside.resolve("secret.bin").toString()));
        assertRefused("needed a file inside", Map.of("location", ""));
        Files.createSymbolicLink(folder.resolve("link.bin"), outside.resolve("secret.bin"));
        assertRefused("needed a file inside", Map.of("location", "link.bin"));
        Files.createSymbolicLink(folder.resolve("up"), outside);
        assertRefused("needed a file inside", Map.of("location", "up/secret.bin"));
    }

    @Test
    void checksOffsetAndLengthAgainstTheFile() {
        assertRefused("offset = 8, length = 16 of a file of 20 bytes",
                Map.of("location", "weights.bin", "offset", "8"));
        assertRefused("offset = -4", Map.of("location", "weights.bin", "offset", "-4"));
        assertRefused("of a file of 20", Map.of("location", "weights.bin", "offset", Long.toString(Long.MAX_VALUE)));
        assertRefused("length = 12, the tensor needs 16", Map.of("location", "weights.bin", "length", "12"));
    }

    @Test
    void namesDataThatIsMissing() {
        assertRefused("is missing", Map.of("location", "nothing.bin"));
        assertRefused("no regular file", Map.of("location", "."));
    }
}
