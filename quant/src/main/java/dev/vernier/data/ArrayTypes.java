package dev.vernier.data;

import dev.vernier.tensor.DType;
import dev.vernier.tensor.InputException;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Arrays in the type and shape that a model's input has, where they hold what it can.
final class ArrayTypes {
    private ArrayTypes() {}

    /// Numbers of any type as those of another: whole numbers and truth values exactly, others rounded to it.
    ///
    /// @param where what messages call the array
    /// @throws InputException where an integer or a truth value is asked for and a number is none
    static Tensor as(DType type, Tensor array, String where) {
        if (array.dtype() == type) {
            return array;
        }
        return switch (type) {
            case F32 -> floats(array);
            case F64 -> doubles(array);
            case I4, I8, U8, I16, U16, I32, I64, BOOL -> wholes(type, array, where);
        };
    }

    /// Real numbers of float32, the nearest where one is none.
    static Tensor floats(Tensor array) {
        float[] values = new float[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) array.doubleAt(i);
        }
        return Tensor.of(array.shape(), values);
    }

    private static Tensor doubles(Tensor array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.doubleAt(i);
        }
        return Tensor.ofF64(array.shape(), values);
    }

    private static Tensor wholes(DType type, Tensor array, String where) {
        long[] values = new long[array.size()];
        for (int i = 0; i < values.length; i++) {
            double real = array.doubleAt(i);
            boolean isWhole = !array.dtype().isFloat() || real == Math.rint(real) && Math.abs(real) < 0x1p63;
            values[i] = !isWhole ? 0 : array.dtype().isFloat() ? (long) real : array.longAt(i);
            if (!isWhole || values[i] < type.min() || values[i] > type.max()) {
                int each = array.size() / array.shape().size(0);
                throw new InputException(where + " " + array.dtype() + array.shape() + ": sample " + i / each
                        + " holds "
                        + (array.dtype().isFloat() ? Double.toString(real) : Long.toString(array.longAt(i)))
                        + ", needed whole numbers from " + type.min() + " to " + type.max() + " for an input of "
                        + type);
            }
        }
        return Tensor.ofLongs(type, array.shape(), values);
    }

    /// One sample's part in the shape that an input takes, where only axes of one element differ; else as it is.
    static Tensor fitted(Tensor part, Shape needed) {
        return needed.isConcrete() && Arrays.equals(withoutOnes(part.shape()), withoutOnes(needed))
                ? part.reshaped(needed)
                : part;
    }

    private static int[] withoutOnes(Shape shape) {
        return Arrays.stream(shape.sizes()).filter(size -> size != 1).toArray();
    }

    /// Images `[h, w, c]` as `[c, h, w]`.
    static Tensor channelsFirst(Tensor image) {
        int channels = image.shape().size(2);
        int width = image.dtype().byteSize();
        byte[] from = image.bytes();
        byte[] to = new byte[from.length];
        int area = image.shape().size(0) * image.shape().size(1);
        for (int i = 0; i < area * channels; i++) {
            System.arraycopy(from, i * width, to, (i % channels * area + i / channels) * width, width);
        }
        return Tensor.wrap(image.dtype(), Shape.of(channels, image.shape().size(0), image.shape().size(1)),
                MemorySegment.ofArray(to));
    }
}
