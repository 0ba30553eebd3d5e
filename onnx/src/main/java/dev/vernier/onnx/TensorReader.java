package dev.vernier.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;

/// Reads tensors of whichever of ONNX's storage forms. No more is allocated than the file really holds.
///
/// @param external where data outside the file may lie
record TensorReader(ExternalData external) {
    /// @throws IllegalArgumentException where the type is unknown, or shape and data do not fit together
    Tensor read(TensorProto proto) {
        DType dtype = ElementType.of(proto.getDataType());
        Shape shape = shape(proto);
        if (proto.hasSegment()) {
            throw new IllegalArgumentException("tensor in segments, needed a whole one");
        }
        Tensor tensor = switch (proto.getDataLocation()) {
            case EXTERNAL -> stored(dtype, shape, external.read(proto.getExternalDataList(), bytes(dtype, shape)));
            case DEFAULT -> proto.hasRawData() ? raw(proto, dtype, shape) : typed(proto, dtype, shape);
        };
        requireTruthValues(tensor);
        return tensor;
    }

    static Shape shape(TensorProto proto) {
        long[] sizes = new long[proto.getDimsCount()];
        Arrays.setAll(sizes, proto::getDims);
        return Shape.of(sizes);
    }

    private static long bytes(DType dtype, Shape shape) {
        return dtype == DType.I4
                ? Nibbles.bytes(shape.elementCount())
                : (long) shape.elementCount() * dtype.byteSize();
    }

    private static Tensor stored(DType dtype, Shape shape, MemorySegment data) {
        MemorySegment bytes = dtype == DType.I4
                ? MemorySegment.ofArray(Nibbles.unpack(data.toArray(ValueLayout.JAVA_BYTE), shape.elementCount()))
                : data;
        return Tensor.wrap(dtype, shape, bytes);
    }

    private static Tensor raw(TensorProto proto, DType dtype, Shape shape) {
        long needed = bytes(dtype, shape);
        if (proto.getRawData().size() != needed) {
            throw new IllegalArgumentException(
                    proto.getRawData().size() + " bytes of data, " + dtype + shape + " needs " + needed);
        }
        return stored(dtype, shape, MemorySegment.ofBuffer(proto.getRawData().asReadOnlyByteBuffer()));
    }

    private static Tensor typed(TensorProto proto, DType dtype, Shape shape) {
        return switch (dtype) {
            case F32 -> {
                List<Float> data = counted(proto.getFloatDataList(), dtype, shape);
                float[] values = new float[data.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = data.get(i);
                }
                yield Tensor.of(shape, values);
            }
            case F64 -> {
                IntToDoubleFunction value = counted(proto.getDoubleDataList(), dtype, shape)::get;
                double[] values = new double[shape.elementCount()];
                Arrays.setAll(values, value);
                yield Tensor.ofF64(shape, values);
            }
            case I64 -> integers(counted(proto.getInt64DataList(), dtype, shape)::get, dtype, shape);
            case I4 -> stored(dtype, shape, MemorySegment.ofArray(nibbles(proto.getInt32DataList(), shape)));
            case I8, U8, I16, U16, I32, BOOL ->
                integers(counted(proto.getInt32DataList(), dtype, shape)::get, dtype, shape);
        };
    }

    private static Tensor integers(IntToLongFunction value, DType dtype, Shape shape) {
        long[] values = new long[shape.elementCount()];
        Arrays.setAll(values, value);
        return Tensor.ofLongs(dtype, shape, values);
    }

    private static byte[] nibbles(List<Integer> data, Shape shape) {
        if (data.size() != Nibbles.bytes(shape.elementCount())) {
            throw new IllegalArgumentException(data.size() + " values of data, i4" + shape + " needs "
                    + Nibbles.bytes(shape.elementCount()));
        }
        byte[] packed = new byte[data.size()];
        for (int i = 0; i < packed.length; i++) {
            packed[i] = data.get(i).byteValue();
        }
        return packed;
    }

    private static <T> List<T> counted(List<T> data, DType dtype, Shape shape) {
        if (data.size() != shape.elementCount()) {
            throw new IllegalArgumentException(
                    data.size() + " values of data, " + dtype + shape + " needs " + shape.elementCount());
        }
        return data;
    }

    private static void requireTruthValues(Tensor tensor) {
        for (int i = 0; tensor.dtype() == DType.BOOL && i < tensor.size(); i++) {
            if (tensor.longAt(i) > 1) {
                throw new IllegalArgumentException("bool = " + tensor.longAt(i) + " at " + i + ", needed 0 or 1");
            }
        }
    }

    /// Checks that a float constant holds finite numbers. A scalar may be infinite: it is a bound or a padding value.
    ///
    /// @throws IllegalArgumentException naming the first element that is not
    static void requireFinite(Tensor tensor) {
        if (!tensor.dtype().isFloat()) {
            return;
        }
        for (int i = 0; i < tensor.size(); i++) {
            double value = tensor.doubleAt(i);
            if (!Double.isFinite(value) && (Double.isNaN(value) || tensor.shape().rank() > 0)) {
                throw new IllegalArgumentException(
                        value + " at " + position(tensor.shape(), i) + ", needed finite numbers");
            }
        }
    }

    private static String position(Shape shape, int index) {
        int[] strides = shape.strides();
        int[] position = new int[shape.rank()];
        Arrays.setAll(position, axis -> index / strides[axis] % shape.size(axis));
        return Arrays.toString(position);
    }
}
