package dev.vernier.audit;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.tensorflow.lite.schema.BufferT;
import org.tensorflow.lite.schema.BuiltinOperator;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.ModelT;
import org.tensorflow.lite.schema.OperatorCodeT;
import org.tensorflow.lite.schema.OperatorT;
import org.tensorflow.lite.schema.QuantizationParametersT;
import org.tensorflow.lite.schema.SubGraphT;
import org.tensorflow.lite.schema.TensorT;

/// A TensorFlow Lite file with something in it changed, by the schema's own classes: what else it holds stays byte for byte.
final class LiteFile {
    private final ModelT model;

    private LiteFile(ModelT model) {
        this.model = model;
    }

    static LiteFile read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        return new LiteFile(Model.getRootAsModel(bytes).unpack());
    }

    /// Convolutions and matrix products, in the file's order.
    List<OperatorT> layers() {
        return Arrays.stream(graph().getOperators()).filter(this::isLayer).toList();
    }

    private boolean isLayer(OperatorT operator) {
        OperatorCodeT code = model.getOperatorCodes()[(int) operator.getOpcodeIndex()];
        return List.of(BuiltinOperator.CONV_2D, BuiltinOperator.DEPTHWISE_CONV_2D, BuiltinOperator.FULLY_CONNECTED)
                .contains(Math.max(code.getBuiltinCode(), code.getDeprecatedBuiltinCode()));
    }

    private SubGraphT graph() {
        return model.getSubgraphs()[0];
    }

    /// What a layer makes, whose parameters are `scale` and `zeroPoint` afterwards, and nothing else.
    LiteFile withOutput(int layer, float scale, long zeroPoint) {
        TensorT output = graph().getTensors()[layers().get(layer).getOutputs()[0]];
        output.getQuantization().setScale(new float[] {scale});
        output.getQuantization().setZeroPoint(new long[] {zeroPoint});
        return this;
    }

    float scale(int layer) {
        return output(layer).getScale()[0];
    }

    long zeroPoint(int layer) {
        return output(layer).getZeroPoint()[0];
    }

    private QuantizationParametersT output(int layer) {
        return graph().getTensors()[layers().get(layer).getOutputs()[0]].getQuantization();
    }

    /// Int32 codes of the biases behind a layer in the unit that its output's scale now gives, as a converter has them, which
    /// makes them of the float biases.
    ///
    /// @param before the scale that they were made for
    LiteFile withBiasesBehind(int layer, float before) {
        int output = layers().get(layer).getOutputs()[0];
        for (OperatorT reader : layers()) {
            if (reader.getInputs()[0] == output) {
                BufferT buffer = buffer(reader.getInputs()[2]);
                ByteBuffer bytes = bytes(buffer);
                for (int i = 0; i < bytes.capacity(); i += Integer.BYTES) {
                    bytes.putInt(i, (int) Math.rint(bytes.getInt(i) * (double) before / scale(layer)));
                }
                put(bytes, buffer);
            }
        }
        return this;
    }

    LiteFile withoutBias(int layer) {
        BufferT buffer = buffer(layers().get(layer).getInputs()[2]);
        buffer.setData(new int[buffer.getData().length]);
        return this;
    }

    /// The scales of a layer's weights, each channel with that of the one before it.
    LiteFile withScalesMoved(int layer) {
        QuantizationParametersT weights =
                graph().getTensors()[layers().get(layer).getInputs()[1]].getQuantization();
        float[] scales = weights.getScale();
        List<Integer> order = new ArrayList<>(IntStream.range(0, scales.length).boxed().toList());
        Collections.rotate(order, 1);
        float[] moved = new float[scales.length];
        for (int i = 0; i < moved.length; i++) {
            moved[i] = scales[order.get(i)];
        }
        weights.setScale(moved);
        return this;
    }

    private BufferT buffer(int tensor) {
        return model.getBuffers()[(int) graph().getTensors()[tensor].getBuffer()];
    }

    private static ByteBuffer bytes(BufferT buffer) {
        ByteBuffer bytes = ByteBuffer.allocate(buffer.getData().length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : buffer.getData()) {
            bytes.put((byte) value);
        }
        return bytes;
    }

    private static void put(ByteBuffer bytes, BufferT buffer) {
        int[] data = new int[bytes.capacity()];
        Arrays.setAll(data, bytes::get);
        buffer.setData(data);
    }

    /// Unpacking makes empty arrays of what the file lacks, which TensorFlow Lite refuses: they are left out again.
    Path write(Path file) throws IOException {
        for (BufferT buffer : model.getBuffers()) {
            buffer.setData(lacking(buffer.getData()));
        }
        for (OperatorT operator : graph().getOperators()) {
            operator.setCustomOptions(lacking(operator.getCustomOptions()));
            operator.setIntermediates(lacking(operator.getIntermediates()));
            operator.setMutatingVariableInputs(null);
        }
        for (TensorT tensor : graph().getTensors()) {
            tensor.setShapeSignature(lacking(tensor.getShapeSignature()));
            QuantizationParametersT parameters = tensor.getQuantization();
            if (parameters != null) {
                parameters.setMin(null);
                parameters.setMax(null);
                if (parameters.getScale().length == 0) {
                    tensor.setQuantization(null);
                }
            }
        }
        FlatBufferBuilder builder = new FlatBufferBuilder();
        Model.finishModelBuffer(builder, Model.pack(builder, model));
        return Files.write(file, builder.sizedByteArray());
    }

    private static int[] lacking(int[] values) {
        return values == null || values.length == 0 ? null : values;
    }
}
