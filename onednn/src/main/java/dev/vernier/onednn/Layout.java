package dev.vernier.onednn;

import static org.bytedeco.dnnl.global.dnnl.*;

import dev.vernier.graph.op.TensorType;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_memory_desc;

/// How a tensor lies in memory: a oneDNN memory descriptor. Two layouts are equal when every element of the same type
/// and shape has the same place.
final class Layout {
    private static final int LARGEST_RANK = 12;

    private final TensorType type;
    private final dnnl_memory_desc descriptor;
    private final Optional<Strides> strides;

    private Layout(TensorType type, dnnl_memory_desc descriptor, Optional<Strides> strides) {
        this.type = type;
        this.descriptor = descriptor;
        this.strides = strides;
    }

    /// Whether oneDNN has descriptors for such tensors.
    static boolean describes(TensorType type) {
        return switch (type.dtype()) {
            case F32, I8, U8, I32 -> type.shape().rank() <= LARGEST_RANK && type.shape().elementCount() > 0;
            case F64, I4, I16, U16, I64, BOOL -> false;
        };
    }

    /// Dense, the last axis innermost.
    static Layout rowMajor(Dnnl dnnl, TensorType type) {
        return strided(dnnl, type, Strides.rowMajor(type.shape()));
    }

    /// With the distance between neighbours along each axis given, in elements.
    static Layout strided(Dnnl dnnl, TensorType type, Strides strides) {
        if (!describes(type)) {
            return new Layout(type, null, Optional.of(strides));
        }
        dnnl_memory_desc descriptor = new dnnl_memory_desc();
        boolean scalar = type.shape().rank() == 0;
        long[] sizes = scalar ? new long[] {1} : sizes(type.shape());
        Dnnl.check("memory descriptor", dnnl_memory_desc_create_with_strides(
                descriptor, sizes.length, sizes, code(type.dtype()), scalar ? new long[] {1} : strides.toArray()));
        dnnl.own(() -> dnnl_memory_desc_destroy(descriptor));
        return new Layout(type, descriptor, Optional.of(strides));
    }

    /// A wish: the primitive that is created with it chooses.
    static Layout any(Dnnl dnnl, TensorType type) {
        dnnl_memory_desc descriptor = new dnnl_memory_desc();
        long[] sizes = sizes(type.shape());
        Dnnl.check("memory descriptor", dnnl_memory_desc_create_with_tag(
                descriptor, sizes.length, sizes, code(type.dtype()), dnnl_format_tag_any));
        dnnl.own(() -> dnnl_memory_desc_destroy(descriptor));
        return new Layout(type, descriptor, Optional.empty());
    }

    /// What a primitive chose; `chosen` stays the primitive's.
    static Layout copyOf(Dnnl dnnl, TensorType type, dnnl_memory_desc chosen) {
        dnnl_memory_desc descriptor = new dnnl_memory_desc();
        Dnnl.check("memory descriptor", dnnl_memory_desc_clone(descriptor, chosen));
        dnnl.own(() -> dnnl_memory_desc_destroy(descriptor));
        return new Layout(type, descriptor, queryStrides(type, descriptor));
    }

    @SuppressWarnings("restricted")
    private static Optional<Strides> queryStrides(TensorType type, dnnl_memory_desc descriptor) {
        int rank = type.shape().rank();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(ValueLayout.JAVA_LONG);
            if (dnnl_memory_desc_query(descriptor, dnnl_query_inner_nblks_s32, Dnnl.pointer(answer)) != dnnl_success
                    || answer.get(ValueLayout.JAVA_INT, 0) != 0
                    || dnnl_memory_desc_query(descriptor, dnnl_query_strides, Dnnl.pointer(answer)) != dnnl_success) {
                return Optional.empty();
            }
            long bytes = (long) rank * Long.BYTES;
            Strides strides = Strides.of(MemorySegment.ofAddress(answer.get(ValueLayout.JAVA_LONG, 0))
                    .reinterpret(bytes).toArray(ValueLayout.JAVA_LONG));
            boolean padded = dnnl_memory_desc_get_size(descriptor)
                    != (strides.extent(type.shape()) * type.dtype().byteSize());
            return padded ? Optional.empty() : Optional.of(strides);
        }
    }

    /// The same places for elements of another type.
    ///
    /// @throws IllegalStateException where the layout has no strides
    Layout with(Dnnl dnnl, DType dtype) {
        return dtype == type.dtype() ? this : strided(dnnl, new TensorType(dtype, type.shape()), strides.orElseThrow());
    }

    TensorType type() {
        return type;
    }

    /// Null where oneDNN has none for such tensors.
    dnnl_memory_desc descriptor() {
        return descriptor;
    }

    /// The distance between neighbours along each axis; empty for blocked layouts.
    Optional<Strides> strides() {
        return strides;
    }

    /// Whether the bytes are those of a [dev.vernier.tensor.Tensor].
    boolean isRowMajor() {
        return strides.filter(known -> known.isRowMajor(type.shape())).isPresent();
    }

    /// Whether it is row-major, or dense with the channels last.
    boolean isCommon() {
        return strides.filter(known -> known.isRowMajor(type.shape()) || known.isChannelsLast(type.shape()))
                .isPresent();
    }

    /// Whether there is an element at every place.
    boolean isDense() {
        return strides.filter(known -> known.extent(type.shape()) == type.shape().elementCount()).isPresent();
    }

    /// Whether each index of the first axis has a stretch of its own, one behind the other, with an element at every place.
    boolean keepsRowsTogether() {
        TensorType dense = type;
        int rank = dense.shape().rank();
        if (rank == 0 || isRowMajor()) {
            return isRowMajor();
        }
        long count = dense.shape().elementCount();
        return bytes() == count * dense.dtype().byteSize()
                && (dense.shape().size(0) == 1 || outermost() * dense.shape().size(0) == count);
    }

    /// The distance between neighbours, or between blocks of them, along the first axis.
    @SuppressWarnings("restricted")
    private long outermost() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(ValueLayout.JAVA_LONG);
            Dnnl.check("memory descriptor",
                    dnnl_memory_desc_query(descriptor, dnnl_query_strides, Dnnl.pointer(answer)));
            return MemorySegment.ofAddress(answer.get(ValueLayout.JAVA_LONG, 0)).reinterpret(Long.BYTES)
                    .get(ValueLayout.JAVA_LONG, 0);
        }
    }

    /// How many bytes lie from the first to the end of the last element, and more where a blocked layout needs them.
    long bytes() {
        return strides.isPresent()
                ? strides.get().extent(type.shape()) * type.dtype().byteSize()
                : dnnl_memory_desc_get_size(descriptor);
    }

    boolean sameAs(Layout that) {
        return type.equals(that.type)
                && (isRowMajor() && that.isRowMajor()
                        || descriptor != null && that.descriptor != null
                                && dnnl_memory_desc_equal(descriptor, that.descriptor) != 0);
    }

    static int code(DType dtype) {
        return switch (dtype) {
            case F32 -> dnnl_f32;
            case I8 -> dnnl_s8;
            case U8 -> dnnl_u8;
            case I32 -> dnnl_s32;
            case F64, I4, I16, U16, I64, BOOL ->
                throw new IllegalArgumentException(dtype + ", needed f32, i8, u8 or i32");
        };
    }

    static long[] sizes(Shape shape) {
        return Arrays.stream(shape.sizes()).asLongStream().toArray();
    }
}
