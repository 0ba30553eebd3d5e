package dev.vernier.conformance.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.lite.schema.BufferT;
import org.tensorflow.lite.schema.BuiltinOptionsUnion;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.ModelT;
import org.tensorflow.lite.schema.OperatorCodeT;
import org.tensorflow.lite.schema.OperatorT;
import org.tensorflow.lite.schema.QuantizationDetailsUnion;
import org.tensorflow.lite.schema.QuantizationParametersT;
import org.tensorflow.lite.schema.SubGraphT;
import org.tensorflow.lite.schema.TensorT;
import org.tensorflow.lite.schema.TensorType;

/// A TensorFlow Lite file in the making: tensors, called by number, and operators.
final class LiteModel {
    private static final int SCHEMA = 3;
    private static final int HIGHEST_DEPRECATED_CODE = 127;

    private final List<TensorT> tensors = new ArrayList<>();
    private final List<BufferT> buffers = new ArrayList<>(List.of(new BufferT()));
    private final List<OperatorCodeT> codes = new ArrayList<>();
    private final List<OperatorT> operators = new ArrayList<>();
    private final List<Integer> inputs = new ArrayList<>();
    private final List<Integer> outputs = new ArrayList<>();

    int input(Coded tensor) {
        int number = hidden(tensor);
        inputs.add(number);
        return number;
    }

    int output(Coded tensor) {
        int number = hidden(tensor);
        outputs.add(number);
        return number;
    }

    int hidden(Coded tensor) {
        return add(tensor, 0);
    }

    int constant(Coded like, Tensor value) {
        byte[] bytes = value.bytes();
        int[] data = new int[bytes.length];
        Arrays.setAll(data, i -> bytes[i]);
        BufferT buffer = new BufferT();
        buffer.setData(data);
        buffers.add(buffer);
        return add(like, buffers.size() - 1);
    }

    private int add(Coded like, int buffer) {
        TensorT tensor = new TensorT();
        tensor.setName("t" + tensors.size());
        tensor.setShape(like.shape());
        tensor.setType(type(like.type()));
        tensor.setBuffer(buffer);
        if (like.scales().length > 0) {
            QuantizationParametersT parameters = new QuantizationParametersT();
            parameters.setScale(like.scales());
            parameters.setZeroPoint(like.zeroPoints());
            parameters.setQuantizedDimension(like.axis());
            parameters.setDetails(new QuantizationDetailsUnion());
            tensor.setQuantization(parameters);
        }
        tensors.add(tensor);
        return tensors.size() - 1;
    }

    private static byte type(DType type) {
        return switch (type) {
            case F32 -> TensorType.FLOAT32;
            case I8 -> TensorType.INT8;
            case U8 -> TensorType.UINT8;
            case I32 -> TensorType.INT32;
            default -> throw new IllegalArgumentException("type " + type + ", needed one of TensorFlow Lite's here");
        };
    }

    /// @param code of the builtin operator
    /// @param version of the operator
    /// @param optionsType which of the builtin options these are
    void operator(int code, int version, byte optionsType, Object options, List<Integer> from, int to) {
        OperatorCodeT operator = new OperatorCodeT();
        operator.setBuiltinCode(code);
        operator.setDeprecatedBuiltinCode((byte) Math.min(code, HIGHEST_DEPRECATED_CODE));
        operator.setVersion(version);
        codes.add(operator);
        OperatorT node = new OperatorT();
        node.setOpcodeIndex(codes.size() - 1);
        node.setInputs(from.stream().mapToInt(Integer::intValue).toArray());
        node.setOutputs(new int[] {to});
        BuiltinOptionsUnion union = new BuiltinOptionsUnion();
        union.setType(optionsType);
        union.setValue(options);
        node.setBuiltinOptions(union);
        operators.add(node);
    }

    byte[] bytes() {
        SubGraphT graph = new SubGraphT();
        graph.setName("main");
        graph.setTensors(tensors.toArray(TensorT[]::new));
        graph.setInputs(inputs.stream().mapToInt(Integer::intValue).toArray());
        graph.setOutputs(outputs.stream().mapToInt(Integer::intValue).toArray());
        graph.setOperators(operators.toArray(OperatorT[]::new));
        ModelT model = new ModelT();
        model.setVersion(SCHEMA);
        model.setOperatorCodes(codes.toArray(OperatorCodeT[]::new));
        model.setSubgraphs(new SubGraphT[] {graph});
        model.setBuffers(buffers.toArray(BufferT[]::new));
        FlatBufferBuilder builder = new FlatBufferBuilder();
        Model.finishModelBuffer(builder, Model.pack(builder, model));
        return builder.sizedByteArray();
    }
}
