package dev.vernier.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/// An immutable dense array of one [DType], row-major, little-endian, on the heap or outside it. Two tensors are equal
/// when type, shape and every stored bit are (so NaN equals the same NaN, and 0.0 differs from -0.0).
public final class Tensor {
    private static final ValueLayout.OfFloat F32 = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble F64 =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort I16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt I32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong I64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfByte I8 = ValueLayout.JAVA_BYTE;

    private final DType dtype;
    private final Shape shape;
    private final MemorySegment data;

    private Tensor(DType dtype, Shape shape, MemorySegment data) {
        Objects.requireNonNull(dtype);
        long bytes = (long) shape.elementCount() * dtype.byteSize();
        if (data.byteSize() != bytes) {
            throw new IllegalArgumentException(
                    "tensor " + dtype + shape + ": " + data.byteSize() + " bytes, needed " + bytes);
        }
        this.dtype = dtype;
        this.shape = shape;
        this.data = data.isReadOnly() ? data : data.asReadOnly();
    }

    /// A tensor over memory that the caller no longer changes.
    ///
    /// @throws IllegalArgumentException where the segment has not exactly the bytes of the shape
    public static Tensor wrap(DType dtype, Shape shape, MemorySegment data) {
        return new Tensor(dtype, shape, data);
    }

    /// A float32 tensor over an array that the caller no longer changes.
    public static Tensor of(Shape shape, float... values) {
        return wrap(DType.F32, shape, MemorySegment.ofArray(values));
    }

    /// A float64 tensor over an array that the caller no longer changes.
    public static Tensor ofF64(Shape shape, double... values) {
        return wrap(DType.F64, shape, MemorySegment.ofArray(values));
    }

    /// An int32 tensor over an array that the caller no longer changes.
    public static Tensor ofI32(Shape shape, int... values) {
        return wrap(DType.I32, shape, MemorySegment.ofArray(values));
    }

    /// An int64 tensor over an array that the caller no longer changes.
    public static Tensor ofI64(Shape shape, long... values) {
        return wrap(DType.I64, shape, MemorySegment.ofArray(values));
    }

    /// A vector of int64, as shapes, axes and pads are.
    public static Tensor vector(long... values) {
        return ofI64(Shape.of(values.length), values);
    }

    /// A uint8 tensor over an array that the caller no longer changes.
    public static Tensor ofU8(Shape shape, byte... values) {
        return wrap(DType.U8, shape, MemorySegment.ofArray(values));
    }

    /// An int8 tensor over an array that the caller no longer changes.
    public static Tensor ofI8(Shape shape, byte... values) {
        return wrap(DType.I8, shape, MemorySegment.ofArray(values));
    }

    public static Tensor scalar(float value) {
        return of(Shape.SCALAR, value);
    }

    /// A tensor of integers (or booleans), each narrowed to `dtype`.
    ///
    /// @throws IllegalArgumentException where a value does not fit the type, or the type is a floating-point one
    public static Tensor ofLongs(DType dtype, Shape shape, long... values) {
        MemorySegment data = MemorySegment.ofArray(new byte[Math.multiplyExact(values.length, dtype.byteSize())]);
        for (int i = 0; i < values.length; i++) {
            if (values[i] < dtype.min() || values[i] > dtype.max()) {
                throw new IllegalArgumentException("value " + values[i] + " at " + i + ", needed " + dtype);
            }
            store(data, dtype, i, values[i]);
        }
        return wrap(dtype, shape, data);
    }

    private static void store(MemorySegment data, DType dtype, int index, long value) {
        switch (dtype) {
            case I4, I8, U8, BOOL -> data.set(I8, index, (byte) value);
            case I16, U16 -> data.setAtIndex(I16, index, (short) value);
            case I32 -> data.setAtIndex(I32, index, (int) value);
            case I64 -> data.setAtIndex(I64, index, value);
            case F32, F64 -> throw new IllegalArgumentException(dtype + " does not hold integers");
        }
    }

    public DType dtype() {
        return dtype;
    }

    public Shape shape() {
        return shape;
    }

    /// The number of elements.
    public int size() {
        return shape.elementCount();
    }

    /// The elements' memory, read-only.
    public MemorySegment segment() {
        return data;
    }

    /// One element of a float32 tensor, by its place in row-major order.
    public float floatAt(int index) {
        require(DType.F32);
        return data.getAtIndex(F32, index);
    }

    /// One element of an integer or boolean tensor, unsigned types as non-negative values.
    ///
    /// @throws IllegalStateException for a floating-point tensor
    public long longAt(int index) {
        return switch (dtype) {
            case I4, I8 -> data.get(I8, index);
            case U8, BOOL -> data.get(I8, index) & 0xff;
            case I16 -> data.getAtIndex(I16, index);
            case U16 -> data.getAtIndex(I16, index) & 0xffff;
            case I32 -> data.getAtIndex(I32, index);
            case I64 -> data.getAtIndex(I64, index);
            case F32, F64 -> throw new IllegalStateException("tensor is " + dtype + ", needed an integer type");
        };
    }

    /// One element of any tensor; an int64 beyond 2^53 is rounded.
    public double doubleAt(int index) {
        return switch (dtype) {
            case F32 -> data.getAtIndex(F32, index);
            case F64 -> data.getAtIndex(F64, index);
            case I4, I8, U8, BOOL, I16, U16, I32, I64 -> longAt(index);
        };
    }

    /// A copy of a float32 tensor's elements.
    public float[] floats() {
        require(DType.F32);
        return data.toArray(F32);
    }

    /// A copy of an integer or boolean tensor's elements, unsigned types as non-negative values.
    public long[] longs() {
        long[] values = new long[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = longAt(i);
        }
        return values;
    }

    /// A copy of an integer tensor's elements, unsigned types as non-negative values.
    ///
    /// @throws ArithmeticException where an int64 does not fit
    public int[] ints() {
        if (dtype == DType.I32) {
            return data.toArray(I32);
        }
        int[] values = new int[size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.toIntExact(longAt(i));
        }
        return values;
    }

    /// A copy of the stored bytes.
    public byte[] bytes() {
        return data.toArray(I8);
    }

    /// The same elements in another shape.
    ///
    /// @throws IllegalArgumentException where the shape has another number of elements
    public Tensor reshaped(Shape other) {
        return new Tensor(dtype, other, data);
    }

    /// The rows `from` to `to` (exclusive) along the first axis, without a copy.
    public Tensor rows(int from, int to) {
        long row = shape.size(0) == 0 ? 0 : data.byteSize() / shape.size(0);
        return new Tensor(dtype, shape.with(0, to - from), data.asSlice(from * row, (to - from) * row));
    }

    private void require(DType needed) {
        if (dtype != needed) {
            throw new IllegalStateException("tensor is " + dtype + ", needed " + needed);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor that
                && dtype == that.dtype
                && shape.equals(that.shape)
                && data.mismatch(that.data) == -1;
    }

    @Override
    public int hashCode() {
        return Objects.hash(dtype, shape, size() == 0 ? 0 : doubleAt(0), size() == 0 ? 0 : doubleAt(size() - 1));
    }

    /// Type and shape, and the elements where there are at most sixteen.
    @Override
    public String toString() {
        if (size() > 16) {
            return dtype + shape.toString();
        }
        return dtype + shape.toString() + " "
                + (dtype.isFloat() ? Arrays.toString(floatsOf()) : Arrays.toString(longs()));
    }

    private double[] floatsOf() {
        double[] values = new double[size()];
        Arrays.setAll(values, this::doubleAt);
        return values;
    }
}
