package dev.vernier.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import dev.vernier.file.Npz;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class DataFilesTest {
    @TempDir
    private Path folder;

    private Dataset open(String kind, String split) {
        return DataSpec.parse(kind + ":" + folder + split).open();
    }

    private static void refuses(String reason, Executable action) {
        String message = assertThrows(InputException.class, action).getMessage();
        assertTrue(message.contains(reason) && message.lines().count() == 1, message);
    }

    private void writeCifar(String name, int... labels) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < labels.length; i++) {
            byte[] image = new byte[3072];
            Arrays.fill(image, (byte) (200 + i));
            image[3071] = (byte) labels[i];
            out.write(labels[i]);
            out.write(image);
        }
        Files.write(folder.resolve(name), out.toByteArray());
    }

    @Test
    void readsCifarBatchesInTheirOrder() throws IOException {
        writeCifar("data_batch_2.bin", 4, 5, 6);
        writeCifar("data_batch_1.bin", 3);
        writeCifar("test_batch.bin", 9);
        Dataset train = open("cifar10", ":train");
        assertEquals(List.of(3, 4, 5, 6),
                IntStream.range(0, train.size()).mapToObj(i -> train.sample(i).label()).toList());
        Tensor third = train.sample(2).image();
        assertEquals(DType.U8 + "[3, 32, 32]", third.toString());
        assertEquals(201, third.longAt(0));
        assertEquals(5, third.longAt(3071));
        assertEquals(List.of(), train.labels());
        assertEquals(1, open("cifar10", "").size());
        assertThrows(IndexOutOfBoundsException.class, () -> train.sample(4));
    }

    @Test
    void refusesCifarFilesOfAnotherSizeOrLabel() throws IOException {
        writeCifar("test_batch.bin", 3, 200);
        refuses("sample 1: label = 200, needed 0 to 9", () -> open("cifar10", "").sample(1));
        Files.write(folder.resolve("test_batch.bin"), new byte[3074]);
        refuses("3074 bytes, needed a multiple of 3073", () -> open("cifar10", ""));
        Files.write(folder.resolve("test_batch.bin"), new byte[0]);
        refuses("0 bytes", () -> open("cifar10", ""));
        writeCifar("test_batch.bin", 1);
        Files.writeString(folder.resolve("batches.meta.txt"), "cat\ndog\n");
        refuses("2 names, needed 10", () -> open("cifar10", ""));
    }

    private static byte[] idx(int magic, int[] sizes, byte[] data) {
        ByteBuffer out = ByteBuffer.allocate(4 + 4 * sizes.length + data.length).putInt(magic);
        for (int size : sizes) {
            out.putInt(size);
        }
        return out.put(data).array();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    @Test
    void readsMnistCompressedOrNot() throws IOException {
        Files.write(folder.resolve("t10k-images-idx3-ubyte.gz"),
                gzip(idx(0x803, new int[] {2, 1, 3}, new byte[] {1, 2, 3, 4, 5, (byte) 255})));
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), idx(0x801, new int[] {2}, new byte[] {7, 0}));
        Dataset test = open("mnist", "");
        assertEquals(new Sample(Tensor.ofU8(Shape.of(1, 1, 3), (byte) 4, (byte) 5, (byte) 255), 0), test.sample(1));
        assertEquals(7, test.sample(0).label());
    }

    @Test
    void refusesMnistFilesThatDoNotFit() throws IOException {
        Path images = folder.resolve("t10k-images-idx3-ubyte");
        Path labels = folder.resolve("t10k-labels-idx1-ubyte");
        Files.write(labels, idx(0x801, new int[] {1}, new byte[] {1}));
        Files.write(images, idx(0x801, new int[] {1, 1, 1}, new byte[1]));
        refuses("magic number 0x00000801, needed 0x00000803", () -> open("mnist", ""));
        Files.write(images, idx(0x803, new int[] {1, 2, 2}, new byte[3]));
        refuses("only 3 bytes", () -> open("mnist", ""));
        Files.write(images, idx(0x803, new int[] {1, 2, 2}, new byte[5]));
        refuses("more bytes", () -> open("mnist", ""));
        Files.write(images, idx(0x803, new int[] {65536, 65536, 2}, new byte[5]));
        refuses("more than 2147483647 elements", () -> open("mnist", ""));
        Files.write(images, idx(0x803, new int[] {-1, 2, 2}, new byte[5]));
        refuses("size -1", () -> open("mnist", ""));
        Files.write(images, new byte[7]);
        refuses("needed a header of 16", () -> open("mnist", ""));
        Files.write(images, idx(0x803, new int[] {2, 1, 1}, new byte[2]));
        refuses("2 images and 1 labels", () -> open("mnist", ""));
        Files.write(images, idx(0x803, new int[] {1, 1, 1}, new byte[1]));
        Files.write(labels, idx(0x801, new int[] {1}, new byte[] {10}));
        refuses("label = 10, needed 0 to 9", () -> open("mnist", ""));
        byte[] whole = gzip(idx(0x803, new int[] {1, 1, 1}, new byte[1]));
        Files.write(folder.resolve("t10k-images-idx3-ubyte.gz"), Arrays.copyOf(whole, whole.length - 9));
        refuses("t10k-images-idx3-ubyte.gz", () -> open("mnist", ""));
    }

    private Dataset npz(Map<String, Tensor> arrays) {
        Path file = folder.resolve("set.npz");
        Npz.write(file, arrays);
        return DataSpec.parse("npz:" + file).open();
    }

    @Test
    void readsArraysOfAnyNumbers() {
        Dataset codes = npz(Map.of("x", Tensor.ofI8(Shape.of(2, 1, 2), (byte) 1, (byte) 2, (byte) -3, (byte) 4),
                "y", Tensor.ofLongs(DType.U8, Shape.of(2), 4, 5)));
        assertEquals(new Sample(Tensor.ofI8(Shape.of(1, 2), (byte) -3, (byte) 4), 5), codes.sample(1));
        Dataset doubles = npz(Map.of("x", Tensor.ofF64(Shape.of(1, 2), 0.1, 2)));
        assertEquals(new Sample(Tensor.of(Shape.of(2), 0.1f, 2), Sample.UNLABELLED), doubles.sample(0));
        assertEquals(Tensor.of(Shape.SCALAR, 7), npz(Map.of("x", Tensor.vector(7))).sample(0).image());
    }

    @Test
    void refusesArraysThatAreNoDataSet() {
        refuses("no array x", () -> npz(Map.of("y", Tensor.vector(1))));
        refuses("x is f32[]", () -> npz(Map.of("x", Tensor.scalar(1))));
        refuses("y is i64[1]", () -> npz(Map.of("x", Tensor.vector(1, 2), "y", Tensor.vector(1))));
        refuses("y is f32[]", () -> npz(Map.of("x", Tensor.vector(1, 2), "y", Tensor.scalar(1))));
        refuses("sample 1: label = -4", () -> npz(Map.of("x", Tensor.vector(1, 2), "y", Tensor.vector(1, -4))));
    }

    @Test
    void takesNumbersThatNameNoClassForTargets() {
        Dataset quantities = npz(Map.of("x", Tensor.vector(1, 2), "y", Tensor.of(Shape.of(2), 1, 2.5f)));
        assertEquals(Sample.UNLABELLED, quantities.sample(1).label());
        assertEquals(Optional.of(Tensor.of(Shape.of(1), 2.5f)), quantities.sample(1).target());
        assertEquals(Optional.empty(),
                npz(Map.of("x", Tensor.vector(1, 2), "y", Tensor.vector(3, 4))).sample(1).target());
    }

    @Test
    void readsThePublishedFiles() {
        Dataset cifar = DataSpec.parse("cifar10:" + Shared.path("data/cifar10")).open();
        assertEquals(10_000, cifar.size());
        assertEquals("airplane", cifar.labels().getFirst());
        assertEquals(3, cifar.sample(0).label());
        assertEquals(40_000, DataSpec.parse("cifar10:" + Shared.path("data/cifar10") + ":train").open().size());
        Dataset mnist = DataSpec.parse("mnist:" + Shared.path("data/mnist")).open();
        assertEquals(10_000, mnist.size());
        assertEquals(7, mnist.sample(0).label());
        assertEquals("u8[1, 28, 28]", mnist.sample(9_999).image().toString());
        Dataset words = DataSpec.parse("npz:" + Shared.path("data/kws/kws.npz")).open();
        assertEquals("i8[49, 10, 1]", words.sample(999).image().toString());
    }

    @Test
    void takesSamplesOfEveryNumberType() {
        Tensor floats = Tensor.of(Shape.of(2, 1), 3, 4);
        List<Tensor> arrays = List.of(floats, Tensor.ofF64(Shape.of(2, 1), 3, 4), Tensor.ofI32(Shape.of(2, 1), 3, 4),
                Tensor.ofI64(Shape.of(2, 1), 3, 4), Tensor.ofLongs(DType.U16, Shape.of(2, 1), 3, 4));
        for (Tensor array : arrays) {
            Path file = folder.resolve(array.dtype() + ".npz");
            Npz.write(file, Map.of("x", array));
            Sample sample = DataSpec.parse("npz:" + file).open().sample(1);
            assertEquals(Tensor.of(Shape.of(1), 4), sample.image());
            assertEquals(new Sample(Tensor.of(Shape.of(1), 4), 0).id(), sample.id());
        }
    }
}
