package dev.vernier.tflite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.vernier.Shared;
import dev.vernier.graph.Graph;
import dev.vernier.graph.GraphText;
import dev.vernier.model.InputShapes;
import dev.vernier.quant.QParams;
import dev.vernier.quant.Quantization;
import dev.vernier.quant.QuantizedModel;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damaged files: `-Dvernier.mutations=20000` tries more of them.
class MutationTest {
    private static final int COUNT = Integer.getInteger("vernier.mutations", 600);
    private static final long MOST_NANOSECONDS = 2_000_000_000L;

    @TempDir
    private Path folder;

    @Test
    void saysInOneLineWhatIsWrongWithADamagedFile() throws IOException {
        QuantizedModel model = small();
        assertRefused(List.of(TfliteWriter.toBytes(model, TfliteWriter.Ends.REALS, Map.of("note", "text")),
                TfliteWriter.toBytes(model, TfliteWriter.Ends.CODES, Map.of()),
                TfliteWriter.toBytes(new QuantizedModel(model.graph(), Quantization.NONE), TfliteWriter.Ends.REALS,
                        Map.of())));
    }

    @Test
    void saysItOfPublishedFiles() throws IOException {
        assertRefused(List.of(Files.readAllBytes(Shared.path("models/resnet8-cifar10-int8.tflite")),
                Files.readAllBytes(Shared.path("models/kws-int8.tflite")),
                Files.readAllBytes(Shared.path("models/kws-float.tflite")),
                Files.readAllBytes(Shared.path("models/vww-int8.tflite")),
                Files.readAllBytes(Shared.path("models/ad-int8.tflite")),
                Files.readAllBytes(Shared.path("models/resnet8-cifar10.tflite"))));
    }

    @Test
    void readsWhatWasWritten() throws IOException {
        QuantizedModel model = small();
        Path file = Files.write(folder.resolve("small.tflite"),
                TfliteWriter.toBytes(model, TfliteWriter.Ends.REALS, Map.of("vernier.source", "small.onnx")));
        TfliteModel back = TfliteReader.read(file);
        assertEquals(model.graph().outputs(), back.model().graph().outputs());
        assertEquals(model.graph().inputs(), back.model().graph().inputs());
        assertEquals(model.quantization().find("y"), back.model().quantization().find("y"));
        assertEquals("small.onnx", back.notes().get("vernier.source"));
        assertEquals("Vernier", back.producer());
    }

    @Test
    void namesEveryOperatorThatCannotBeWritten() {
        Graph graph = GraphText.parse("""
                x: f32[n, 4]
                a = erf x
                b = asinh a
                return b
                """);
        InputException refused = assertThrows(InputException.class,
                () -> TfliteWriter.toBytes(new QuantizedModel(graph, Quantization.NONE), TfliteWriter.Ends.REALS,
                        Map.of()));
        assertTrue(refused.getMessage().contains("'a'") && refused.getMessage().contains("'b'"), refused.getMessage());
    }

    private static QuantizedModel small() {
        Graph graph = GraphText.parse("""
                x: f32[n, 2, 5, 5]
                const w: f32[2, 2, 1, 1] = [1.0, 0.5, -1.0, 0.25]
                const b: f32[2] = [0.5, -0.5]
                c = conv x, w, b {kernel = [1, 1]}
                r = relu c
                g = global_average_pool r
                const s: i64[2] = [0, 2]
                y = reshape g, s
                return y
                """);
        Map<String, QParams> parameters = new LinkedHashMap<>();
        parameters.put("x", QParams.perTensor(DType.I8, 0.05f, 3));
        parameters.put("w", QParams.perChannel(DType.I8, 0, new float[] {0.01f, 0.02f}, new long[2]));
        parameters.put("b", QParams.perChannel(DType.I32, 0, new float[] {0.05f * 0.01f, 0.05f * 0.02f}, new long[2]));
        parameters.put("r", QParams.perTensor(DType.I8, 0.04f, -128));
        parameters.put("g", QParams.perTensor(DType.I8, 0.03f, -128));
        parameters.put("y", QParams.perTensor(DType.I8, 0.03f, -128));
        return new QuantizedModel(graph, new Quantization(parameters));
    }

    private void assertRefused(List<byte[]> files) throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        Path file = folder.resolve("damaged.tflite");
        for (byte[] whole : files) {
            new TfliteFormat().read(Files.write(file, whole), InputShapes.DECLARED);
        }
        int refused = 0;
        for (int i = 0; i < COUNT; i++) {
            Files.write(file, mutated(files.get(i % files.size()), random));
            long start = clock.getCurrentThreadCpuTime();
            try {
                new TfliteFormat().read(file, InputShapes.DECLARED);
            } catch (InputException told) {
                refused++;
                String message = String.valueOf(told.getMessage());
                assertTrue(message.startsWith(file.toString()) && message.lines().count() == 1,
                        "seed " + seed + ", file " + i + ": " + message);
            } catch (RuntimeException | Error other) {
                fail("seed " + seed + ", file " + i + " of " + files.size() + " in turn", other);
            }
            long took = clock.getCurrentThreadCpuTime() - start;
            assertTrue(took < MOST_NANOSECONDS, "seed " + seed + ", file " + i + " took " + took + " ns");
        }
        assertTrue(refused > COUNT / 20, "seed " + seed + ": " + refused + " of " + COUNT + " refused");
    }

    private static byte[] mutated(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        ByteBuffer field = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (random.nextInt(5)) {
            case 0 -> {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            case 1 -> {
                for (int i = random.nextInt(8); i >= 0; i--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            case 2 -> {
                int[] edges = {-1, 0, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, bytes.length, 0x7fc00000, 1 << 30};
                for (int i = random.nextInt(6); i >= 0; i--) {
                    field.putInt(place(bytes.length, random), edges[random.nextInt(edges.length)]);
                }
            }
            case 3 -> field.putInt(place(bytes.length, random), random.nextInt(bytes.length));
            default -> {
                int length = 1 + random.nextInt(Math.min(64, bytes.length / 2));
                System.arraycopy(whole, random.nextInt(bytes.length - length), bytes,
                        random.nextInt(bytes.length - length), length);
            }
        }
        return bytes;
    }

    /// A whole number's place: half of them in the first and last 8 KiB, where tables are rather than weights.
    private static int place(int length, Random random) {
        int near = Math.min(length, 1 << 13) / 4 - 1;
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(near) * 4;
            case 1 -> (length / 4 - 1 - random.nextInt(near)) * 4;
            default -> random.nextInt(length / 4 - 1) * 4;
        };
    }
}
