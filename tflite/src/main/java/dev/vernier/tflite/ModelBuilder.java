package dev.vernier.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.vernier.quant.QParams;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.lite.schema.Buffer;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.Metadata;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.OperatorCode;
import org.tensorflow.lite.schema.QuantizationParameters;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.Tensor;
import org.tensorflow.lite.schema.TensorType;

/// The bytes of a file while they are put together: buffers, tensors and operators, each by the number that others know it by.
final class ModelBuilder {
    private static final int VERSION = 3;
    private static final int FIRST_SIZE = 1 << 16;

    /// What the runtime's kernels load at once.
    private static final int ALIGNMENT = 16;

    /// Operators before this one have a number in a byte of its own, which older runtimes read.
    private static final int OLD = BuiltinOperator.PLACEHOLDER_FOR_GREATER_OP_CODES;

    private final FlatBufferBuilder flat = new FlatBufferBuilder(FIRST_SIZE);
    private final List<Integer> buffers = new ArrayList<>();
    private final List<Integer> tensors = new ArrayList<>();
    private final List<Integer> operators = new ArrayList<>();
    private final Map<Integer, Integer> versions = new LinkedHashMap<>();
    private final List<Integer> codes = new ArrayList<>();

    /// The first buffer is empty: that of all tensors that are no constants.
    ModelBuilder() {
        buffers.add(Buffer.createBuffer(flat, 0));
    }

    /// Where tables of options are built.
    FlatBufferBuilder flat() {
        return flat;
    }

    /// Adds a tensor that an operator or the caller makes.
    int tensor(String name, DType type, Shape shape, Optional<QParams> params) {
        return tensor(name, type, shape, params, 0);
    }

    /// Adds a constant.
    int constant(String name, dev.vernier.tensor.Tensor value, Optional<QParams> params) {
        return tensor(name, value.dtype(), value.shape(), params,
                buffer(ByteBuffer.wrap(value.segment().toArray(ValueLayout.JAVA_BYTE))));
    }

    private int tensor(String name, DType type, Shape shape, Optional<QParams> params, int buffer) {
        int called = flat.createString(name);
        int sizes = Tensor.createShapeVector(flat, shape.sizes());
        int quantization = params.map(this::quantization).orElse(0);
        tensors.add(Tensor.createTensor(flat, sizes, type(type), buffer, called, quantization, false, 0, 0, true, 0));
        return tensors.size() - 1;
    }

    private int buffer(ByteBuffer bytes) {
        int size = bytes.remaining();
        ByteBuffer place = flat.createUnintializedVector(1, size, ALIGNMENT);
        place.put(bytes);
        int data = flat.endVector();
        buffers.add(Buffer.createBuffer(flat, data));
        return buffers.size() - 1;
    }

    private int quantization(QParams params) {
        int scales = QuantizationParameters.createScaleVector(flat, params.scale().floats());
        int zeroPoints = QuantizationParameters.createZeroPointVector(flat, params.zeroPoint().longs());
        return QuantizationParameters.createQuantizationParameters(flat, 0, 0, scales, zeroPoints, (byte) 0, 0,
                params.axis().orElse(0));
    }

    private static byte type(DType type) {
        return switch (type) {
            case F32 -> TensorType.FLOAT32;
            case F64 -> TensorType.FLOAT64;
            case I8 -> TensorType.INT8;
            case U8 -> TensorType.UINT8;
            case I16 -> TensorType.INT16;
            case U16 -> TensorType.UINT16;
            case I32 -> TensorType.INT32;
            case I64 -> TensorType.INT64;
            case BOOL -> TensorType.BOOL;
            case I4 -> throw new IllegalArgumentException("codes of four bits, needed eight");
        };
    }

    /// Adds an operator.
    ///
    /// @param version of the operator, the oldest that knows its types and options
    /// @param kind of its options, one of `BuiltinOptions`; 0 for none
    /// @param options where they were built
    void operator(int code, int version, byte kind, int options, int[] from, int... to) {
        if (!versions.containsKey(code)) {
            codes.add(code);
        }
        versions.merge(code, version, Math::max);
        int inputs = Operator.createInputsVector(flat, from);
        int outputs = Operator.createOutputsVector(flat, to);
        operators.add(Operator.createOperator(flat, codes.indexOf(code), inputs, outputs, kind, options, 0, (byte) 0, 0,
                0));
    }

    /// The file.
    ///
    /// @param notes texts that stand beside the model, by their names
    byte[] finish(int[] inputs, int[] outputs, Map<String, String> notes) {
        int graph = SubGraph.createSubGraph(flat, SubGraph.createTensorsVector(flat, array(tensors)),
                SubGraph.createInputsVector(flat, inputs), SubGraph.createOutputsVector(flat, outputs),
                SubGraph.createOperatorsVector(flat, array(operators)), flat.createString("main"));
        List<Integer> metadata = new ArrayList<>();
        notes.forEach((name, text) -> {
            int buffer = buffer(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            metadata.add(Metadata.createMetadata(flat, flat.createString(name), buffer));
        });
        int kinds = Model.createOperatorCodesVector(flat, codes.stream()
                .mapToInt(code -> OperatorCode.createOperatorCode(flat, (byte) Math.min(code, OLD), 0,
                        versions.get(code), code))
                .toArray());
        int graphs = Model.createSubgraphsVector(flat, new int[] {graph});
        int all = Model.createBuffersVector(flat, array(buffers));
        int named = metadata.isEmpty() ? 0 : Model.createMetadataVector(flat, array(metadata));
        int description = flat.createString("Vernier");
        flat.finish(Model.createModel(flat, VERSION, kinds, graphs, description, all, 0, named, 0), "TFL3");
        return flat.sizedByteArray();
    }

    private static int[] array(List<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }
}
