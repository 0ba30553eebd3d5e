package dev.vernier.keras;

import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import io.jhdf.ObjectHeader;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.message.DataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ChunkedDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.CompactDataLayoutMessage;
import io.jhdf.object.message.DataLayoutMessage.ContiguousDataLayoutMessage;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.DataTypeMessage;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// An array of numbers in an HDF5 file.
///
/// @param path what messages call it
record Hdf5Data(Hdf5 file, String path, ObjectHeader header) {
    private static final long UNDEFINED = -1;

    /// Its shape, as long as no memory was taken for it.
    ///
    /// @throws dev.vernier.tensor.InputException where the file is damaged
    long[] sizes() {
        return file.guarded(() -> header.getMessageOfType(DataSpaceMessage.class).getDataSpace().getDimensionsAsLong());
    }

    /// Reads it as float32, once its shape is known to be right.
    ///
    /// @param expected what the network makes of it
    /// @throws IllegalArgumentException where it has another shape, is no array of numbers, or some number is not finite
    /// @throws dev.vernier.tensor.InputException where the file is damaged
    Tensor read(Shape expected) {
        long[] sizes = sizes();
        if (!Arrays.equals(sizes, Arrays.stream(expected.sizes()).asLongStream().toArray())) {
            throw new IllegalArgumentException("'" + path + "' is " + Arrays.toString(sizes) + ", needed " + expected);
        }
        Tensor read = file.guarded(() -> Tensor.of(expected, floats(expected.elementCount())));
        for (int i = 0; i < read.size(); i++) {
            if (!Float.isFinite(read.floatAt(i))) {
                throw new IllegalArgumentException(
                        "'" + path + "' holds " + read.floatAt(i) + " at element " + i + ", needed finite numbers");
            }
        }
        return read;
    }

    private float[] floats(int count) {
        DataType type = header.getMessageOfType(DataTypeMessage.class).getDataType();
        int width = type.getSize();
        boolean isKnown = switch (type) {
            case FloatingPoint number -> width == 2 || width == 4 || width == 8;
            case FixedPoint number -> width == 1 || width == 2 || width == 4 || width == 8;
            default -> false;
        };
        if (!isKnown) {
            throw new IllegalArgumentException("'" + path + "' holds " + type.getClass().getSimpleName() + " of "
                    + width + " bytes, needed numbers");
        }
        ByteBuffer bytes = bytes(Math.multiplyExact(count, width), width);
        float[] values = new float[count];
        switch (type) {
            case FloatingPoint number -> {
                bytes.order(number.getByteOrder());
                for (int i = 0; i < count; i++) {
                    values[i] = width == 2 ? Float.float16ToFloat(bytes.getShort())
                            : width == 4 ? bytes.getFloat() : (float) bytes.getDouble();
                }
            }
            case FixedPoint number -> {
                bytes.order(number.getByteOrder());
                for (int i = 0; i < count; i++) {
                    values[i] = whole(bytes, width, number.isSigned());
                }
            }
            default -> throw new IllegalStateException(type.toString());
        }
        return values;
    }

    private static float whole(ByteBuffer bytes, int width, boolean isSigned) {
        return switch (width) {
            case 1 -> isSigned ? bytes.get() : Byte.toUnsignedInt(bytes.get());
            case 2 -> isSigned ? bytes.getShort() : Short.toUnsignedInt(bytes.getShort());
            case 4 -> isSigned ? bytes.getInt() : Integer.toUnsignedLong(bytes.getInt());
            default -> bytes.getLong();
        };
    }

    private ByteBuffer bytes(int count, int width) {
        return switch (header.getMessageOfType(DataLayoutMessage.class)) {
            case CompactDataLayoutMessage compact -> compact.getDataBuffer().slice(0, count);
            case ContiguousDataLayoutMessage whole when whole.getAddress() == UNDEFINED -> {
                throw new IllegalArgumentException("'" + path + "' was never written, needed numbers");
            }
            case ContiguousDataLayoutMessage whole -> file.storage().map(whole.getAddress(), count);
            case ChunkedDataLayoutMessage chunked -> new Hdf5Chunks(this, chunked, width).whole();
            default -> throw new IllegalArgumentException("'" + path
                    + "' is stored in a way that is not known here, needed a file of h5py's standard settings");
        };
    }
}
