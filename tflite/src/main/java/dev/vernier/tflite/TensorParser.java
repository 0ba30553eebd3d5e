package dev.vernier.tflite;

import dev.vernier.quant.QParams;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalInt;
import org.tensorflow.lite.schema.Buffer;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.QuantizationParameters;
import org.tensorflow.lite.schema.TensorType;

/// The tensors of a file: types, shapes, quantization and values.
final class TensorParser {
    private static final int LARGEST_RANK = 8;

    private final Model model;
    private final Ration ration;

    TensorParser(Model model, Ration ration) {
        this.model = model;
        this.ration = ration;
    }

    /// @param place in the file
    /// @throws IllegalArgumentException where its parts do not fit together; the message names it
    StoredTensor parse(org.tensorflow.lite.schema.Tensor tensor, int place) {
        String name = tensor.name() == null ? "" : tensor.name();
        ration.take(name.length(), 1);
        try {
            return parse(tensor, name);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(
                    "tensor " + place + " '" + name + "': " + malformed.getMessage(), malformed);
        }
    }

    private StoredTensor parse(org.tensorflow.lite.schema.Tensor tensor, String name) {
        if (tensor.isVariable()) {
            throw new IllegalArgumentException("keeps a state from sample to sample, needed a network without");
        }
        if (tensor.sparsity() != null) {
            throw new IllegalArgumentException("sparse weights, needed dense ones");
        }
        DType type = type(tensor.type());
        Shape shape = shape(tensor);
        boolean takesAnyBatch = tensor.shapeSignatureLength() > 0 && tensor.shapeSignature(0) == -1;
        Optional<QParams> params = Optional.ofNullable(tensor.quantization())
                .filter(given -> given.scaleLength() > 0 && type.isInteger())
                .map(given -> params(given, type, shape));
        return new StoredTensor(name, type, shape, takesAnyBatch, params, value(tensor, type, shape));
    }

    private static DType type(byte type) {
        return switch (type) {
            case TensorType.FLOAT32, TensorType.FLOAT16 -> DType.F32;
            case TensorType.FLOAT64 -> DType.F64;
            case TensorType.INT4 -> DType.I4;
            case TensorType.INT8 -> DType.I8;
            case TensorType.UINT8 -> DType.U8;
            case TensorType.INT16 -> DType.I16;
            case TensorType.UINT16 -> DType.U16;
            case TensorType.INT32 -> DType.I32;
            case TensorType.INT64 -> DType.I64;
            case TensorType.BOOL -> DType.BOOL;
            default -> throw new IllegalArgumentException("type " + type + ", needed numbers or truth values");
        };
    }

    private static Shape shape(org.tensorflow.lite.schema.Tensor tensor) {
        if (tensor.shapeLength() < 0 || tensor.shapeLength() > LARGEST_RANK) {
            throw new IllegalArgumentException(
                    tensor.shapeLength() + " axes, needed 0 to " + LARGEST_RANK);
        }
        long[] sizes = new long[tensor.shapeLength()];
        for (int axis = 0; axis < sizes.length; axis++) {
            sizes[axis] = tensor.shape(axis);
        }
        return Shape.of(sizes);
    }

    private QParams params(QuantizationParameters given, DType type, Shape shape) {
        int count = given.scaleLength();
        int axis = given.quantizedDimension();
        if (given.detailsType() != 0) {
            throw new IllegalArgumentException("quantized in a form of its own, needed scales and zero points");
        }
        if (count > 1 && (axis < 0 || axis >= shape.rank() || shape.size(axis) != count)) {
            throw new IllegalArgumentException(count + " scales along axis " + axis + " of " + shape
                    + ", needed an axis with as many");
        }
        int zeros = given.zeroPointLength();
        if (zeros > 1 && zeros != count) {
            throw new IllegalArgumentException(zeros + " zero points of " + count + " scales, needed one for each");
        }
        ration.take(count, Float.BYTES);
        ration.take(zeros, Long.BYTES);
        float[] scales = new float[count];
        long[] zeroPoints = new long[count];
        for (int channel = 0; channel < count; channel++) {
            scales[channel] = given.scale(channel);
            zeroPoints[channel] = zeros == 0 ? 0 : given.zeroPoint(zeros == 1 ? 0 : channel);
        }
        if (count > 1) {
            return QParams.perChannel(type, axis, scales, zeroPoints);
        }
        return new QParams(Tensor.scalar(scales[0]), Tensor.ofLongs(type, Shape.SCALAR, zeroPoints[0]),
                OptionalInt.empty());
    }

    private Optional<Tensor> value(org.tensorflow.lite.schema.Tensor tensor, DType type, Shape shape) {
        if (tensor.buffer() >= model.buffersLength()) {
            throw new IllegalArgumentException("buffer " + tensor.buffer() + " of " + model.buffersLength()
                    + ", needed one that is there");
        }
        Buffer buffer = model.buffers((int) tensor.buffer());
        int bytes = buffer.dataLength();
        if (bytes == 0) {
            return Optional.empty();
        }
        ration.take(bytes, 1);
        long elements = shape.elementCount();
        long needed = switch (tensor.type()) {
            case TensorType.FLOAT16 -> elements * Short.BYTES;
            case TensorType.INT4 -> (elements + 1) / 2;
            default -> elements * type.byteSize();
        };
        if (bytes != needed) {
            throw new IllegalArgumentException(bytes + " bytes of " + type + shape + ", needed " + needed);
        }
        ByteBuffer data = buffer.dataAsByteBuffer();
        return Optional.of(switch (tensor.type()) {
            case TensorType.FLOAT16 -> widened(data, shape);
            case TensorType.INT4 -> unpacked(data, shape);
            default -> copied(data, type, shape);
        });
    }

    private static Tensor copied(ByteBuffer data, DType type, Shape shape) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return Tensor.wrap(type, shape, MemorySegment.ofArray(bytes));
    }

    private static Tensor widened(ByteBuffer data, Shape shape) {
        ByteBuffer halves = data.slice().order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[shape.elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.float16ToFloat(halves.getShort(i * Short.BYTES));
        }
        return Tensor.of(shape, values);
    }

    /// Two codes in a byte, the first one in its lower half.
    private static Tensor unpacked(ByteBuffer data, Shape shape) {
        int first = data.position();
        long[] values = new long[shape.elementCount()];
        for (int i = 0; i < values.length; i++) {
            int pair = data.get(first + i / 2);
            values[i] = i % 2 == 0 ? (byte) (pair << 4) >> 4 : pair >> 4;
        }
        return Tensor.ofLongs(DType.I4, shape, values);
    }
}
