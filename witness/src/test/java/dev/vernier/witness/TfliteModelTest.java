package dev.vernier.witness;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import dev.vernier.run.Session;
import dev.vernier.run.SessionOptions;
import dev.vernier.tensor.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.TensorType;

final class TfliteModelTest {
    private static final String FILE = "models/resnet8-cifar10-int8.tflite";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 100, 50_000})
    void refusesAFileThatEndsTooSoon(int length) throws IOException {
        byte[] whole = Files.readAllBytes(Shared.path(FILE));
        Path file = TfliteFile.write(folder.resolve("short.tflite"), Arrays.copyOf(whole, length));
        String message = assertThrows(IllegalArgumentException.class, () -> open(file)).getMessage();
        assertTrue(message.startsWith("tflite does not take the file: ") && message.lines().count() == 1, message);
    }

    @Test
    void refusesAFileOfAnotherFormat() {
        Path file = Shared.path("models/resnet20-cifar10.onnx");
        assertEquals("tflite does not take the file: no model of TensorFlow Lite, needed a .tflite file",
                assertThrows(IllegalArgumentException.class, () -> open(file)).getMessage());
    }

    @Test
    void namesAFileThatIsNotThere() {
        String message = assertThrows(InputException.class, () -> open(folder.resolve("no.tflite"))).getMessage();
        assertTrue(message.startsWith(folder.resolve("no.tflite") + ": cannot be read"), message);
    }

    @Test
    void refusesATensorThatIsNotThere() {
        TfliteFile file = new TfliteFile();
        int x = file.tensor("x", TensorType.FLOAT32, 1, 2);
        file.operator(BuiltinOperator.RELU, null, List.of(77), x);
        assertRefused(file.in(folder, List.of(x), List.of(x)));
    }

    @Test
    void refusesABufferShorterThanItsTensor() {
        TfliteFile file = new TfliteFile();
        int x = file.tensor("x", TensorType.FLOAT32, 1, 4);
        int held = file.holding(file.tensor("w", TensorType.FLOAT32, 1, 4), 1, 2, 3, 4);
        int y = file.tensor("y", TensorType.FLOAT32, 1, 4);
        file.operator(BuiltinOperator.MAXIMUM, null, List.of(x, held), y);
        assertRefused(file.in(folder, List.of(x), List.of(y)));
    }

    @Test
    void refusesATensorLargerThanAnArray() {
        TfliteFile file = new TfliteFile();
        int x = file.tensor("x", TensorType.FLOAT32, 1, 60_000, 60_000);
        int y = file.tensor("y", TensorType.FLOAT32, 1, 60_000, 60_000);
        file.operator(BuiltinOperator.RELU, null, List.of(x), y);
        String message = assertRefused(file.in(folder, List.of(x), List.of(y)));
        assertTrue(message.contains("[1, 60000, 60000], needed at most"), message);
    }

    @Test
    void refusesTensorsThatTogetherAreTooLarge() {
        TfliteFile file = new TfliteFile();
        int x = file.tensor("x", TensorType.FLOAT32, 1, 500_000_000);
        List<Integer> outputs = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            int y = file.tensor("y" + i, TensorType.FLOAT32, 1, 500_000_000);
            file.operator(BuiltinOperator.RELU, null, List.of(x), y);
            outputs.add(y);
        }
        assertEquals("tensors of 602000000000 bytes together, needed at most 8589934592",
                assertRefused(file.in(folder, List.of(x), outputs)));
    }

    @Test
    void refusesAScaleThatIsNotFinite() {
        TfliteFile file = new TfliteFile();
        int x = file.quantized("x", TensorType.INT8, Float.NaN, 0, 1, 2);
        int y = file.tensor("y", TensorType.FLOAT32, 1, 2);
        file.operator(BuiltinOperator.DEQUANTIZE, null, List.of(x), y);
        String message = assertRefused(file.in(folder, List.of(x), List.of(y)));
        assertEquals("tensor 'x': scale = NaN, needed a finite one above 0", message);
    }

    @Test
    void saysWhatTheRuntimeSays() {
        TfliteFile file = new TfliteFile();
        int x = file.tensor("x", TensorType.FLOAT32, 1, 4);
        int shape = file.ints("shape", 1, 3);
        int y = file.tensor("y", TensorType.FLOAT32, 1, 3);
        file.operator(BuiltinOperator.RESHAPE, null, List.of(x, shape), y);
        String message = assertRefused(file.in(folder, List.of(x), List.of(y)));
        assertTrue(message.contains("reshape.cc") && message.contains("(RESHAPE) failed to prepare")
                && !message.contains("/home/"), message);
    }

    @Test
    void survivesFilesInWhichBytesWereChanged() throws IOException {
        byte[] whole = Files.readAllBytes(Shared.path(FILE));
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            byte[] changed = whole.clone();
            for (int j = 0; j < 1 + random.nextInt(8); j++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            Path file = TfliteFile.write(folder.resolve("changed.tflite"), changed);
            try {
                open(file);
            } catch (IllegalArgumentException refused) {
                assertEquals(1, refused.getMessage().lines().count());
            }
        }
    }

    private String assertRefused(Path file) {
        return assertThrows(IllegalArgumentException.class, () -> open(file)).getMessage();
    }

    private static void open(Path file) {
        try (Session session = new TfliteEngine(TfliteKernels.BUILTIN).openFile(file, SessionOptions.DEFAULT)) {
            assertDoesNotThrow(session::sibling).close();
        }
    }
}
