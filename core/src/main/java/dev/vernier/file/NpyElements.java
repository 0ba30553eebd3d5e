package dev.vernier.file;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// How a NumPy array stores one element, and what becomes of it: little-endian, half floats as float32.
///
/// @param dtype of what is read
/// @param width stored bytes
/// @param isBigEndian whether the most significant byte comes first
record NpyElements(DType dtype, int width, boolean isBigEndian) {
    private static final Map<String, DType> TYPES = Map.ofEntries(
            Map.entry("f2", DType.F32), Map.entry("f4", DType.F32), Map.entry("f8", DType.F64),
            Map.entry("i1", DType.I8), Map.entry("u1", DType.U8), Map.entry("i2", DType.I16),
            Map.entry("u2", DType.U16), Map.entry("i4", DType.I32), Map.entry("i8", DType.I64),
            Map.entry("u8", DType.I64), Map.entry("b1", DType.BOOL));

    /// Empty where no number is stored so.
    static Optional<NpyElements> of(String descr) {
        if (descr.length() != 3 || "<>|".indexOf(descr.charAt(0)) < 0) {
            return Optional.empty();
        }
        int width = descr.charAt(2) - '0';
        boolean isPlain = width == 1 || descr.charAt(0) != '|';
        return Optional.ofNullable(TYPES.get(descr.substring(1))).filter(dtype -> isPlain)
                .map(dtype -> new NpyElements(dtype, width, descr.charAt(0) == '>'));
    }

    static String known() {
        return TYPES.keySet().stream().sorted().collect(Collectors.joining(", ")) + " after <, > or |";
    }

    private boolean isHalf() {
        return width < dtype.byteSize();
    }

    /// Turns stored bytes into those of a tensor; the same array where they are stored as a tensor has them.
    byte[] decode(byte[] stored, Shape shape, boolean isColumnMajor) {
        byte[] rows = isColumnMajor && shape.rank() > 1 ? rowMajor(stored, shape) : stored;
        if (!isBigEndian && !isHalf() || width == 1) {
            return rows;
        }
        ByteBuffer from = ByteBuffer.wrap(rows).order(isBigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        ByteBuffer to = ByteBuffer.allocate(shape.elementCount() * dtype.byteSize()).order(ByteOrder.LITTLE_ENDIAN);
        while (from.hasRemaining()) {
            switch (width) {
                case 2 -> {
                    if (isHalf()) {
                        to.putFloat(Float.float16ToFloat(from.getShort()));
                    } else {
                        to.putShort(from.getShort());
                    }
                }
                case 4 -> to.putInt(from.getInt());
                default -> to.putLong(from.getLong());
            }
        }
        return to.array();
    }

    private byte[] rowMajor(byte[] stored, Shape shape) {
        byte[] rows = new byte[stored.length];
        int[] sizes = shape.sizes();
        int[] place = new int[sizes.length];
        int[] stride = new int[sizes.length];
        for (int axis = 0, step = 1; axis < sizes.length; step *= sizes[axis++]) {
            stride[axis] = step;
        }
        int from = 0;
        for (int to = 0; to < shape.elementCount(); to++) {
            System.arraycopy(stored, from * width, rows, to * width, width);
            int axis = sizes.length - 1;
            while (axis >= 0 && ++place[axis] == sizes[axis]) {
                from -= (sizes[axis] - 1) * stride[axis];
                place[axis--] = 0;
            }
            if (axis >= 0) {
                from += stride[axis];
            }
        }
        return rows;
    }
}
