package dev.vernier.tensor;

import java.util.Arrays;
import java.util.stream.Collectors;

/// The type of a tensor's elements. Elements are stored little-endian, [#byteSize()] bytes each.
public enum DType {
    F32("f32", 4),
    F64("f64", 8),
    I8("i8", 1),
    U8("u8", 1),
    I16("i16", 2),
    U16("u16", 2),
    I32("i32", 4),
    I64("i64", 8),
    /// A signed 4-bit integer, -8 to 7, in a byte of its own.
    I4("i4", 1),
    /// A truth value: one byte, 0 or 1.
    BOOL("bool", 1);

    private final String word;
    private final int byteSize;

    DType(String word, int byteSize) {
        this.word = word;
        this.byteSize = byteSize;
    }

    /// The type that the text form calls `word`.
    ///
    /// @throws IllegalArgumentException where no type is called so; the message lists the known ones
    public static DType parse(String word) {
        for (DType type : values()) {
            if (type.word.equals(word)) {
                return type;
            }
        }
        throw new IllegalArgumentException("type = " + word + ", known: "
                + Arrays.stream(values()).map(DType::toString).collect(Collectors.joining(", ")));
    }

    public int byteSize() {
        return byteSize;
    }

    public boolean isFloat() {
        return this == F32 || this == F64;
    }

    public boolean isInteger() {
        return !isFloat() && this != BOOL;
    }

    /// The smallest value of an integer type, 0 for [#BOOL].
    ///
    /// @throws IllegalStateException for a floating-point type
    public long min() {
        return switch (this) {
            case I4 -> -8;
            case I8 -> Byte.MIN_VALUE;
            case I16 -> Short.MIN_VALUE;
            case I32 -> Integer.MIN_VALUE;
            case I64 -> Long.MIN_VALUE;
            case U8, U16, BOOL -> 0;
            case F32, F64 -> throw new IllegalStateException(this + " is not an integer type");
        };
    }

    /// The largest value of an integer type, 1 for [#BOOL].
    ///
    /// @throws IllegalStateException for a floating-point type
    public long max() {
        return switch (this) {
            case I4 -> 7;
            case I8 -> Byte.MAX_VALUE;
            case U8 -> 255;
            case I16 -> Short.MAX_VALUE;
            case U16 -> 65_535;
            case I32 -> Integer.MAX_VALUE;
            case I64 -> Long.MAX_VALUE;
            case BOOL -> 1;
            case F32, F64 -> throw new IllegalStateException(this + " is not an integer type");
        };
    }

    /// The word of the text form: `f32`, `u8`, ...
    @Override
    public String toString() {
        return word;
    }
}
