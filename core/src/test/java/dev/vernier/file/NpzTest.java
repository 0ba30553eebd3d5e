package dev.vernier.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vernier.Shared;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzTest {
    @TempDir
    private Path folder;

    private static Map<String, Tensor> everyType() {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("f32",
                Tensor.of(Shape.of(2, 3), 1, -0f, Float.NaN, Float.MAX_VALUE, 1e-45f, Float.NEGATIVE_INFINITY));
        arrays.put("f64", Tensor.ofF64(Shape.of(2), Math.PI, -0.0));
        arrays.put("i8", Tensor.ofI8(Shape.of(3, 1, 1), (byte) -128, (byte) 0, (byte) 127));
        arrays.put("u8", Tensor.ofU8(Shape.of(2), (byte) 255, (byte) 0));
        arrays.put("i16", Tensor.ofLongs(DType.I16, Shape.of(2), -32768, 32767));
        arrays.put("u16", Tensor.ofLongs(DType.U16, Shape.of(1), 65535));
        arrays.put("i32", Tensor.ofI32(Shape.SCALAR, Integer.MIN_VALUE));
        arrays.put("i64", Tensor.vector(Long.MIN_VALUE, -1, 0, Long.MAX_VALUE));
        arrays.put("bool", Tensor.ofLongs(DType.BOOL, Shape.of(2), 1, 0));
        arrays.put("empty", Tensor.of(Shape.of(0, 4)));
        return arrays;
    }

    @Test
    void readsBackEveryTypeThatItWrites() {
        Path file = folder.resolve("all.npz");
        Npz.write(file, everyType());
        assertEquals(everyType(), Npz.read(file));
        assertEquals(List.copyOf(everyType().keySet()), List.copyOf(Npz.read(file).keySet()));
    }

    @Test
    void writesTheSameBytesForTheSameArrays() throws IOException {
        Npz.write(folder.resolve("a.npz"), everyType());
        Npz.write(folder.resolve("b.npz"), everyType());
        assertArrayEquals(Files.readAllBytes(folder.resolve("a.npz")), Files.readAllBytes(folder.resolve("b.npz")));
    }

    @Test
    void keepsTheBitsOfUnsignedLongs() throws IOException {
        Path file = folder.resolve("ids.npz");
        Tensor ids = Tensor.vector(-1, 5);
        Npz.write(file, Map.of("ids", ids), Set.of("ids"));
        assertEquals(ids, Npz.read(file).get("ids"));
        assertTrue(header(ids, true).contains("'descr': '<u8'"));
        assertThrows(IllegalArgumentException.class,
                () -> Npz.write(file, Map.of("ids", Tensor.scalar(1)), Set.of("ids")));
    }

    @Test
    void writesHeadersAsNumPyDoes() throws IOException {
        assertEquals("{'descr': '<i8', 'fortran_order': False, 'shape': (2,), }",
                header(Tensor.vector(1, 2), false).strip());
        assertEquals("{'descr': '<f4', 'fortran_order': False, 'shape': (), }",
                header(Tensor.scalar(1), false).strip());
        assertEquals("{'descr': '|u1', 'fortran_order': False, 'shape': (1, 2), }",
                header(Tensor.ofU8(Shape.of(1, 2), (byte) 1, (byte) 2), false).strip());
    }

    private static String header(Tensor tensor, boolean unsigned) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Npy.write(out, tensor, unsigned);
        int data = out.size() - tensor.bytes().length;
        assertEquals(0, data % 64);
        return new String(out.toByteArray(), 10, data - 10, StandardCharsets.ISO_8859_1);
    }

    @Test
    void readsOnlyTheNamedArrays() {
        Path file = folder.resolve("all.npz");
        Npz.write(file, everyType());
        assertEquals(Set.of("i8"), Npz.read(file, Set.of("i8", "absent")).keySet());
    }

    @Test
    void readsVersionsOneToThree() throws IOException {
        for (int version = 1; version <= 3; version++) {
            byte[] file = npy(version, "{'shape': (2, 1), 'fortran_order': False, 'descr': '|i1'}", new byte[] {7, -7});
            assertEquals(Tensor.ofI8(Shape.of(2, 1), (byte) 7, (byte) -7),
                    Npy.read(new ByteArrayInputStream(file), "x"));
        }
    }

    @Test
    void refusesWhatItCannotRead() {
        refuses("format version 4", npy(4, plain("<f4", "(1,)"), new byte[4]));
        refuses("descr = >f3", npy(1, plain(">f3", "(1,)"), new byte[4]));
        refuses("descr = |f4", npy(1, plain("|f4", "(1,)"), new byte[4]));
        refuses("descr = <U4", npy(1, plain("<U4", "(1,)"), new byte[16]));
        refuses("descr = |O", npy(1, plain("|O", "(1,)"), new byte[4]));
        refuses("without a plain descr",
                npy(1, "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}", new byte[4]));
        refuses("without fortran_order", npy(1, plain("<f4", "(1,)").replace("False", "0"), new byte[4]));
        refuses("ends 1 bytes early", npy(1, plain("<f2", "(2,)"), new byte[3]));
        refuses("without a shape", npy(1, plain("<f4", "(-1,)"), new byte[4]));
        refuses("needed less than 2^31", npy(1, plain("<f4", "(65536, 65536)"), new byte[4]));
        refuses("needed less than 2^31", npy(1, plain("<f4", "(99999999999999999999,)"), new byte[4]));
        refuses("needed less than 2 GiB", npy(1, plain("<f4", "(1000000000,)"), new byte[4]));
        refuses("ends 3 bytes early", npy(1, plain("<f4", "(2,)"), new byte[5]));
        refuses("more bytes than f32[2]", npy(1, plain("<f4", "(2,)"), new byte[9]));
        refuses("bool stored as 2", npy(1, plain("|b1", "(1,)"), new byte[] {2}));
        refuses("another beginning", "this is no array".getBytes(StandardCharsets.UTF_8));
        refuses("ends", new byte[] {(byte) 0x93, 'N'});
        refuses("header of 1048576 bytes", ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0}).putInt(1 << 20).array());
    }

    @Test
    void readsHalfFloatsAndTheMostSignificantByteFirst() throws IOException {
        byte[] ones = {0x3c, 0, (byte) 0xc0, 0, 0x7c, 0};
        assertEquals(Tensor.of(Shape.of(3), 1, -2, Float.POSITIVE_INFINITY), array(">f2", false, "(3,)", ones));
        assertEquals(Tensor.of(Shape.of(1), 1), array("<f2", false, "(1,)", new byte[] {0, 0x3c}));
        assertEquals(Tensor.ofLongs(DType.U16, Shape.of(2), 258, 65535),
                array(">u2", false, "(2,)", new byte[] {1, 2, -1, -1}));
        assertEquals(Tensor.of(Shape.of(1), 1.5f), array(">f4", false, "(1,)", new byte[] {0x3f, (byte) 0xc0, 0, 0}));
        assertEquals(Tensor.ofF64(Shape.of(1), -2),
                array(">f8", false, "(1,)", new byte[] {(byte) 0xc0, 0, 0, 0, 0, 0, 0, 0}));
        assertEquals(Tensor.ofI8(Shape.of(2), (byte) 1, (byte) -1), array("|i1", false, "(2,)", new byte[] {1, -1}));
    }

    @Test
    void readsArraysWhoseFirstAxisVariesFastest() throws IOException {
        assertEquals(Tensor.ofI8(Shape.of(2, 3), (byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte) 6),
                array("|i1", true, "(2, 3)", new byte[] {1, 4, 2, 5, 3, 6}));
        byte[] counted = new byte[48];
        byte[] rows = new byte[48];
        for (int a = 0, to = 0; a < 2; a++) {
            for (int b = 0; b < 3; b++) {
                for (int c = 0; c < 4; c++, to++) {
                    counted[2 * (a + 2 * b + 6 * c)] = (byte) to;
                    rows[2 * to] = (byte) to;
                }
            }
        }
        assertEquals(array("<i2", false, "(2, 3, 4)", rows), array("<i2", true, "(2, 3, 4)", counted));
        assertEquals(Tensor.ofI8(Shape.of(2), (byte) 7, (byte) 8), array("|i1", true, "(2,)", new byte[] {7, 8}));
        assertEquals(Shape.of(0, 4), array("<f4", true, "(0, 4)", new byte[0]).shape());
    }

    private static Tensor array(String descr, boolean isColumnMajor, String shape, byte[] data) throws IOException {
        String header = plain(descr, shape).replace("False", isColumnMajor ? "True" : "False");
        return Npy.read(new ByteArrayInputStream(npy(1, header, data)), "x");
    }

    @Test
    void tellsWhatArraysAreWithoutReadingThem() {
        Path file = folder.resolve("all.npz");
        Npz.write(file, everyType());
        assertEquals("f32[2, 3]", Npz.headers(file).get("f32").toString());
        assertEquals(List.copyOf(everyType().keySet()), List.copyOf(Npz.headers(file).keySet()));
        assertEquals("<U4[3]", new NpyHeader("<U4", false, Shape.of(3)).toString());
    }

    private static void refuses(String reason, byte[] npy) {
        String message = assertThrows(InputException.class, () -> Npy.read(new ByteArrayInputStream(npy), "bad.npy"))
                .getMessage();
        assertTrue(message.startsWith("bad.npy: ") && message.contains(reason), message);
    }

    private static String plain(String descr, String shape) {
        return "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }";
    }

    private static byte[] npy(int version, String header, byte[] data) {
        ByteBuffer out = ByteBuffer.allocate(12 + header.length() + data.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        if (version == 1) {
            out.putShort((short) header.length());
        } else {
            out.putInt(header.length());
        }
        out.put(header.getBytes(StandardCharsets.ISO_8859_1)).put(data);
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    @Test
    void namesAFileThatIsNoZipFile() throws IOException {
        Path file = Files.writeString(folder.resolve("text.npz"), "this is no archive");
        assertTrue(assertThrows(InputException.class, () -> Npz.read(file)).getMessage().startsWith(file + ": "));
        Path missing = folder.resolve("missing.npz");
        assertTrue(assertThrows(InputException.class, () -> Npz.read(missing)).getMessage().contains("no such file"));
    }

    @Test
    void leavesNothingBehindWhereTheFolderIsMissing() {
        Path file = folder.resolve("no/such/out.npz");
        String message = assertThrows(InputException.class, () -> Npz.write(file, everyType())).getMessage();
        assertTrue(message.contains("no/such"), message);
        assertFalse(Files.exists(file));
    }

    @Test
    void readsWhatNumPyWrote() {
        Map<String, Tensor> arrays = Npz.read(Shared.path("golden/layers.npz"));
        assertEquals(Shape.of(2, 5, 9, 9), arrays.get("conv_pad_onednn_x").shape());
        assertEquals(DType.F64, arrays.get("conv_pad_onednn_w_scales").dtype());
        assertEquals(Shape.of(1000, 10), Npy.read(Shared.path("golden/vgg11_int8_logits_first1000.npy")).shape());
    }
}
