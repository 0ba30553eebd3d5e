package dev.vernier.file;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a NumPy array's file says of it before its elements.
///
/// @param descr NumPy's name of the type of the elements, such as `<f4`; empty where it is a record of several
/// @param isColumnMajor whether the first axis varies fastest
/// @param shape with less than 2^31 elements
public record NpyHeader(String descr, boolean isColumnMajor, Shape shape) {
    static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST = 1 << 16;
    private static final Pattern DESCR = Pattern.compile("'descr' *: *'([^']{0,40})'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order' *: *(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape' *: *\\(([0-9, ]{0,400})\\)");

    /// @param where what messages call the array
    /// @throws EOFException where the stream ends before the header does
    /// @throws InputException where it is no header of versions 1 to 3
    static NpyHeader read(InputStream in, String where) throws IOException {
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
        String text = text(in, version, where);
        return new NpyHeader(field(DESCR, text).orElse(""), isColumnMajor(text, where), shape(text, where));
    }

    private static String text(InputStream in, int version, String where) throws IOException {
        byte[] bytes = exactly(in, version == 1 ? 2 : 4);
        long length = 0;
        for (int i = bytes.length - 1; i >= 0; i--) {
            length = length << 8 | bytes[i] & 0xff;
        }
        if (length > LONGEST) {
            throw new InputException(where + ": header of " + length + " bytes, needed at most " + LONGEST);
        }
        return new String(exactly(in, (int) length),
                version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
    }

    private static boolean isColumnMajor(String text, String where) {
        return field(ORDER, text).map(Boolean::parseBoolean).orElseThrow(
                () -> new InputException(where + ": header without fortran_order, needed True or False"));
    }

    private static Shape shape(String text, String where) {
        String inner = field(SHAPE, text).orElseThrow(() -> new InputException(
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

    private static Optional<String> field(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    static byte[] exactly(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("ends " + (count - bytes.length) + " bytes early, needed " + count);
        }
        return bytes;
    }

    /// The type that its elements have once they are read; empty where they are no numbers.
    public Optional<DType> dtype() {
        return NpyElements.of(descr).map(NpyElements::dtype);
    }

    /// The type and the shape, as messages show them: `u8[60000, 28, 28]`, or with NumPy's name of a type that is not read.
    @Override
    public String toString() {
        return dtype().map(DType::toString).orElse(descr.isEmpty() ? "records" : descr) + shape;
    }
}
