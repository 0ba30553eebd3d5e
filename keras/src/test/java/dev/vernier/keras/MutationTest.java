package dev.vernier.keras;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.vernier.model.InputShapes;
import dev.vernier.tensor.InputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damaged files: `-Dvernier.mutations=5000` tries more of them.
class MutationTest {
    private static final int COUNT = Integer.getInteger("vernier.mutations", 400);
    private static final long MOST_NANOSECONDS = 2_000_000_000L;
    private static final List<String> SMALL =
            List.of("plain.h5", "nested-keras2.h5", "packed.h5", "nested.keras", "images.keras", "plain.keras");

    @TempDir
    private Path folder;

    @Test
    void saysInOneLineWhatIsWrongWithADamagedFile() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ThreadMXBean clock = ManagementFactory.getThreadMXBean();
        for (String name : SMALL) {
            new KerasFormat().read(Golden.file(name, folder), InputShapes.DECLARED);
        }
        int refused = 0;
        for (int i = 0; i < COUNT; i++) {
            String name = SMALL.get(i % SMALL.size());
            byte[] bytes = damaged(Golden.bytes(name), name.endsWith(".keras"), random);
            Path file = Files.write(folder.resolve(name), bytes);
            long start = clock.getCurrentThreadCpuTime();
            try {
                new KerasFormat().read(file, InputShapes.DECLARED);
            } catch (InputException told) {
                refused++;
                String message = String.valueOf(told.getMessage());
                assertTrue(message.startsWith(file.toString()) && message.lines().count() == 1,
                        "seed " + seed + ", file " + i + ": " + message);
            } catch (RuntimeException | Error other) {
                fail("seed " + seed + ", file " + i + " of " + name, other);
            }
            long took = clock.getCurrentThreadCpuTime() - start;
            assertTrue(took < MOST_NANOSECONDS, "seed " + seed + ", file " + i + " took " + took + " ns");
        }
        assertTrue(refused > COUNT / 10, "seed " + seed + ": " + refused + " of " + COUNT + " refused");
    }

    private static byte[] damaged(byte[] whole, boolean isArchive, Random random) throws IOException {
        if (!isArchive || random.nextInt(4) == 0) {
            return mutated(whole, random);
        }
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(whole))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                entries.put(entry.getName(), zip.readAllBytes());
            }
        }
        List<String> names = new ArrayList<>(entries.keySet());
        entries.computeIfPresent(names.get(random.nextInt(names.size())), (name, bytes) -> mutated(bytes, random));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return out.toByteArray();
    }

    private static byte[] mutated(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        switch (random.nextInt(6)) {
            case 0 -> {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            case 1, 2 -> {
                for (int i = random.nextInt(8); i >= 0; i--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            case 3 -> {
                ByteBuffer field = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                long[] edges = {-1, 0, 1, Long.MAX_VALUE, Integer.MAX_VALUE, 0x80000000L, bytes.length};
                for (int i = random.nextInt(4); i >= 0; i--) {
                    field.putLong(random.nextInt(bytes.length / 8 - 1) * 8, edges[random.nextInt(edges.length)]);
                }
            }
            case 4 -> {
                ByteBuffer field = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                field.putLong(random.nextInt(bytes.length / 8 - 1) * 8, random.nextInt(bytes.length / 8) * 8L);
            }
            default -> {
                int length = 1 + random.nextInt(Math.min(64, bytes.length / 2));
                System.arraycopy(whole, random.nextInt(bytes.length - length), bytes,
                        random.nextInt(bytes.length - length), length);
            }
        }
        return bytes;
    }
}
