package dev.vernier.witness;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.lite.schema.BufferT;
import org.tensorflow.lite.schema.BuiltinOptionsUnion;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.ModelT;
import org.tensorflow.lite.schema.OperatorCodeT;
import org.tensorflow.lite.schema.OperatorT;
import org.tensorflow.lite.schema.QuantizationParametersT;
import org.tensorflow.lite.schema.SubGraphT;
import org.tensorflow.lite.schema.TensorT;

/// A small file in the making, as TensorFlow Lite's schema has it.
final class TfliteFile {
    private final List<TensorT> tensors = new ArrayList<>();
    private final List<BufferT> buffers = new ArrayList<>(List.of(new BufferT()));
    private final List<OperatorT> operators = new ArrayList<>();
    private final List<OperatorCodeT> codes = new ArrayList<>();

    int tensor(String name, byte type, int... shape) {
        TensorT tensor = new TensorT();
        tensor.setName(name);
        tensor.setType(type);
        tensor.setShape(shape);
        tensors.add(tensor);
        return tensors.size() - 1;
    }

    int quantized(String name, byte type, float scale, int zeroPoint, int... shape) {
        int index = tensor(name, type, shape);
        QuantizationParametersT parameters = new QuantizationParametersT();
        parameters.setScale(new float[] {scale});
        parameters.setZeroPoint(new long[] {zeroPoint});
        tensors.get(index).setQuantization(parameters);
        return index;
    }

    /// Gives a tensor values that the file holds, as little-endian bytes.
    int holding(int tensor, int... bytes) {
        BufferT buffer = new BufferT();
        buffer.setData(bytes);
        buffers.add(buffer);
        tensors.get(tensor).setBuffer(buffers.size() - 1L);
        return tensor;
    }

    /// A tensor that keeps its values from one run to the next.
    int variable(String name, int... shape) {
        int index = tensor(name, org.tensorflow.lite.schema.TensorType.FLOAT32, shape);
        tensors.get(index).setIsVariable(true);
        return index;
    }

    int ints(String name, int... values) {
        int[] bytes = new int[4 * values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = values[i / 4] >> 8 * (i % 4) & 255;
        }
        return holding(tensor(name, org.tensorflow.lite.schema.TensorType.INT32, values.length), bytes);
    }

    int floats(String name, int[] shape, float... values) {
        int[] bytes = new int[4 * values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Float.floatToRawIntBits(values[i / 4]) >> 8 * (i % 4) & 255;
        }
        return holding(tensor(name, org.tensorflow.lite.schema.TensorType.FLOAT32, shape), bytes);
    }

    void operator(int builtin, BuiltinOptionsUnion options, List<Integer> inputs, int output) {
        OperatorCodeT code = new OperatorCodeT();
        code.setBuiltinCode(builtin);
        code.setDeprecatedBuiltinCode((byte) Math.min(builtin, 127));
        code.setVersion(1);
        codes.add(code);
        OperatorT operator = new OperatorT();
        operator.setOpcodeIndex(codes.size() - 1L);
        operator.setInputs(inputs.stream().mapToInt(Integer::intValue).toArray());
        operator.setOutputs(new int[] {output});
        operator.setBuiltinOptions(options);
        operators.add(operator);
    }

    byte[] bytes(List<Integer> inputs, List<Integer> outputs) {
        SubGraphT subgraph = new SubGraphT();
        subgraph.setTensors(tensors.toArray(TensorT[]::new));
        subgraph.setInputs(inputs.stream().mapToInt(Integer::intValue).toArray());
        subgraph.setOutputs(outputs.stream().mapToInt(Integer::intValue).toArray());
        subgraph.setOperators(operators.toArray(OperatorT[]::new));
        ModelT model = new ModelT();
        model.setVersion(3);
        model.setOperatorCodes(codes.toArray(OperatorCodeT[]::new));
        model.setBuffers(buffers.toArray(BufferT[]::new));
        model.setSubgraphs(new SubGraphT[] {subgraph});
        FlatBufferBuilder builder = new FlatBufferBuilder();
        Model.finishModelBuffer(builder, Model.pack(builder, model));
        return builder.sizedByteArray();
    }

    /// Writes it.
    Path in(Path folder, List<Integer> inputs, List<Integer> outputs) {
        return write(folder.resolve("small.tflite"), bytes(inputs, outputs));
    }

    static Path write(Path file, byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException noRoom) {
            throw new java.io.UncheckedIOException(noRoom);
        }
    }
}
