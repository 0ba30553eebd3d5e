package dev.vernier.file;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// NumPy's file format for one array ("NEP 1", versions 1 to 3). Half floats become float32, and an unsigned 64-bit array
/// is an int64 tensor of the same bits. Written is little-endian and row-major.
public final class Npy {
    private static final int PREFIX = NpyHeader.MAGIC.length + 4;

    private Npy() {}

    /// Reads a `.npy` file.
    ///
    /// @throws InputException where it is missing, cut short, longer than its header says, or holds another type
    public static Tensor read(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return read(in, file.toString());
        } catch (NoSuchFileException e) {
            throw new InputException(file + ": no such file, needed a NumPy array", e);
        } catch (IOException e) {
            throw new InputException(file + ": " + e.getMessage() + ", needed a readable file", e);
        }
    }

    static Tensor read(InputStream in, String where) throws IOException {
        try {
            NpyHeader header = NpyHeader.read(in, where);
            NpyElements elements = elements(header, where);
            DType dtype = elements.dtype();
            Shape shape = header.shape();
            if ((long) shape.elementCount() * dtype.byteSize() > Integer.MAX_VALUE - 8) {
                throw new InputException(where + ": " + header + " takes "
                        + (long) shape.elementCount() * dtype.byteSize() + " bytes, needed less than 2 GiB");
            }
            int size = shape.elementCount() * elements.width();
            byte[] data = NpyHeader.exactly(in, size);
            if (in.read() >= 0) {
                throw new InputException(where + ": more bytes than " + dtype + shape + " takes, needed " + size);
            }
            if (dtype == DType.BOOL) {
                for (byte value : data) {
                    if (value < 0 || value > 1) {
                        throw new InputException(where + ": bool stored as " + (value & 0xff) + ", needed 0 or 1");
                    }
                }
            }
            return Tensor.wrap(dtype, shape,
                    MemorySegment.ofArray(elements.decode(data, shape, header.isColumnMajor())));
        } catch (EOFException e) {
            throw new InputException(where + ": " + e.getMessage(), e);
        }
    }

    private static NpyElements elements(NpyHeader header, String where) {
        if (header.descr().isEmpty()) {
            throw new InputException(where + ": header without a plain descr, needed one of " + NpyElements.known());
        }
        return NpyElements.of(header.descr()).orElseThrow(() -> new InputException(
                where + ": descr = " + header.descr() + ", known: " + NpyElements.known()));
    }

    /// Writes version 1 of the format.
    ///
    /// @param unsigned whether an int64 tensor's bits are those of unsigned numbers
    static void write(OutputStream out, Tensor tensor, boolean unsigned) throws IOException {
        StringBuilder sizes = new StringBuilder();
        for (int size : tensor.shape().sizes()) {
            sizes.append(size).append(tensor.shape().rank() == 1 ? "," : ", ");
        }
        if (tensor.shape().rank() > 1) {
            sizes.setLength(sizes.length() - 2);
        }
        String header = "{'descr': '" + descr(tensor.dtype(), unsigned) + "', 'fortran_order': False, 'shape': ("
                + sizes + "), }";
        int padding = 63 - (PREFIX + header.length()) % 64;
        byte[] line = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.ISO_8859_1);
        out.write(NpyHeader.MAGIC);
        out.write(new byte[] {1, 0, (byte) line.length, (byte) (line.length >> 8)});
        out.write(line);
        out.write(tensor.bytes());
    }

    private static String descr(DType dtype, boolean unsigned) {
        return switch (dtype) {
            case F32 -> "<f4";
            case F64 -> "<f8";
            case I4, I8 -> "|i1";
            case U8 -> "|u1";
            case I16 -> "<i2";
            case U16 -> "<u2";
            case I32 -> "<i4";
            case I64 -> unsigned ? "<u8" : "<i8";
            case BOOL -> "|b1";
        };
    }
}
