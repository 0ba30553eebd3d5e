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
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// NumPy's file format for one array ("NEP 1", versions 1 to 3): little-endian, row-major. An unsigned 64-bit array is
/// an int64 tensor of the same bits.
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_HEADER = 1 << 16;
    private static final int PREFIX = MAGIC.length + 4;
    private static final Pattern DESCR = Pattern.compile("'descr' *: *'([^']{0,40})'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order' *: *(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape' *: *\\(([0-9, ]{0,400})\\)");
    private static final Map<String, DType> TYPES = Map.ofEntries(
            Map.entry("<f4", DType.F32), Map.entry("<f8", DType.F64), Map.entry("|i1", DType.I8),
            Map.entry("|u1", DType.U8),
            Map.entry("<i2", DType.I16), Map.entry("<u2", DType.U16), Map.entry("<i4", DType.I32),
            Map.entry("<i8", DType.I64),
            Map.entry("<u8", DType.I64), Map.entry("|b1", DType.BOOL));

    private Npy() {}

    /// Reads a `.npy` file.
    ///
    /// @throws InputException where it is missing, cut short, longer than its header says, or holds another type or order
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
            byte[] prefix = exactly(in, MAGIC.length + 2);
            for (int i = 0; i < MAGIC.length; i++) {
                if (prefix[i] != MAGIC[i]) {
                    throw new InputException(where + ": another beginning, needed a NumPy array");
                }
            }
            int version = prefix[MAGIC.length];
            if (version < 1 || version > 3) {
                throw new InputException(where + ": format version " + version + ", needed 1 to 3");
            }
            String header = header(in, version, where);
            DType dtype = dtype(header, where);
            Shape shape = shape(header, where);
            long size = (long) shape.elementCount() * dtype.byteSize();
            if (size > Integer.MAX_VALUE - 8) {
                throw new InputException(
                        where + ": " + dtype + shape + " takes " + size + " bytes, needed less than 2 GiB");
            }
            byte[] data = exactly(in, (int) size);
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
            return Tensor.wrap(dtype, shape, MemorySegment.ofArray(data));
        } catch (EOFException e) {
            throw new InputException(where + ": " + e.getMessage(), e);
        }
    }

    private static String header(InputStream in, int version, String where) throws IOException {
        byte[] bytes = exactly(in, version == 1 ? 2 : 4);
        long length = 0;
        for (int i = bytes.length - 1; i >= 0; i--) {
            length = length << 8 | bytes[i] & 0xff;
        }
        if (length > LONGEST_HEADER) {
            throw new InputException(where + ": header of " + length + " bytes, needed at most " + LONGEST_HEADER);
        }
        return new String(exactly(in, (int) length),
                version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    private static DType dtype(String header, String where) {
        String descr = field(DESCR, header).orElseThrow(() -> new InputException(
                where + ": header without a plain descr, needed one of " + known()));
        DType dtype = TYPES.get(descr);
        if (dtype == null) {
            throw new InputException(where + ": descr = " + descr + ", known: " + known());
        }
        if (!field(ORDER, header).equals(Optional.of("False"))) {
            throw new InputException(where + ": fortran_order = " + field(ORDER, header).orElse("unknown")
                    + ", needed False (numpy.ascontiguousarray makes it so)");
        }
        return dtype;
    }

    private static Shape shape(String header, String where) {
        String inner = field(SHAPE, header).orElseThrow(() -> new InputException(
                where + ": header without a shape, needed one such as (10, 3)"));
        String[] words = inner.isBlank() ? new String[0] : inner.strip().split(" *, *");
        try {
            long[] sizes = new long[words.length];
            for (int axis = 0; axis < sizes.length; axis++) {
                sizes[axis] = Long.parseLong(words[axis]);
            }
            return Shape.of(sizes);
        } catch (IllegalArgumentException e) {
            throw new InputException(where + ": shape (" + inner + "), needed less than 2^31 elements", e);
        }
    }

    private static Optional<String> field(Pattern pattern, String header) {
        Matcher matcher = pattern.matcher(header);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static String known() {
        return TYPES.keySet().stream().sorted().collect(Collectors.joining(", "));
    }

    private static byte[] exactly(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("ends " + (count - bytes.length) + " bytes early, needed " + count);
        }
        return bytes;
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
        out.write(MAGIC);
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
