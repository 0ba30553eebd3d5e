package dev.vernier.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Set;

/// Float16 and bfloat16 of a graph, widened to float32, which holds each of their values: constants, inputs, outputs and the
/// casts between them. Results are then those of float32, as on CPUs without half floats.
///
/// @param external where data outside the file may lie
record HalfFloats(ExternalData external) {
    private static final Set<String> TYPES = Set.of("to", "output_dtype");

    /// The same graph in float32; empty where it has no half floats.
    ///
    /// @throws IllegalArgumentException where a tensor's shape and data do not fit together
    Optional<GraphProto> widened(GraphProto graph) {
        GraphProto.Builder wide = graph.toBuilder();
        for (int i = 0; i < graph.getInitializerCount(); i++) {
            if (isHalf(graph.getInitializer(i).getDataType())) {
                wide.setInitializer(i, widened(graph.getInitializer(i)));
            }
        }
        for (int i = 0; i < graph.getInputCount(); i++) {
            if (isHalf(graph.getInput(i))) {
                wide.setInput(i, widened(graph.getInput(i)));
            }
        }
        for (int i = 0; i < graph.getOutputCount(); i++) {
            if (isHalf(graph.getOutput(i))) {
                wide.setOutput(i, widened(graph.getOutput(i)));
            }
        }
        for (int i = 0; i < graph.getNodeCount(); i++) {
            if (graph.getNode(i).getAttributeList().stream().anyMatch(HalfFloats::isHalf)) {
                wide.setNode(i, widened(graph.getNode(i)));
            }
        }
        GraphProto built = wide.build();
        return built.equals(graph) ? Optional.empty() : Optional.of(built);
    }

    static boolean isHalf(ValueInfoProto value) {
        return isHalf(value.getType().getTensorType().getElemType());
    }

    private static boolean isHalf(long type) {
        return type == DataType.FLOAT16_VALUE || type == DataType.BFLOAT16_VALUE;
    }

    private static boolean isHalf(AttributeProto attribute) {
        return attribute.getType() == AttributeType.TENSOR && isHalf(attribute.getT().getDataType())
                || attribute.getType() == AttributeType.INT && TYPES.contains(attribute.getName())
                        && isHalf(attribute.getI());
    }

    private static ValueInfoProto widened(ValueInfoProto value) {
        ValueInfoProto.Builder wide = value.toBuilder();
        wide.getTypeBuilder().getTensorTypeBuilder().setElemType(DataType.FLOAT_VALUE);
        return wide.build();
    }

    private NodeProto widened(NodeProto node) {
        NodeProto.Builder wide = node.toBuilder();
        for (AttributeProto.Builder attribute : wide.getAttributeBuilderList()) {
            if (attribute.getType() == AttributeType.TENSOR && isHalf(attribute.getT().getDataType())) {
                attribute.setT(widened(attribute.getT()));
            } else if (isHalf(attribute.build())) {
                attribute.setI(DataType.FLOAT_VALUE);
            }
        }
        return wide.build();
    }

    private TensorProto widened(TensorProto tensor) {
        int count = TensorReader.shape(tensor).elementCount();
        Halves halves = halves(tensor, count);
        boolean brain = tensor.getDataType() == DataType.BFLOAT16_VALUE;
        ByteBuffer floats = ByteBuffer.allocate(Math.multiplyExact(count, Float.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            short half = halves.at(i);
            floats.putFloat(brain ? Float.intBitsToFloat(half << Short.SIZE) : Float.float16ToFloat(half));
        }
        return TensorProto.newBuilder()
                .setName(tensor.getName())
                .setDataType(DataType.FLOAT_VALUE)
                .addAllDims(tensor.getDimsList())
                .setRawData(ByteString.copyFrom(floats.flip()))
                .build();
    }

    @FunctionalInterface
    private interface Halves {
        short at(int index);
    }

    private Halves halves(TensorProto tensor, int count) {
        long needed = (long) count * Short.BYTES;
        if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
            ByteBuffer stored = ByteBuffer
                    .wrap(external.read(tensor.getExternalDataList(), needed).toArray(ValueLayout.JAVA_BYTE));
            return at(stored);
        }
        if (tensor.hasRawData()) {
            require(tensor, tensor.getRawData().size(), needed, "bytes");
            return at(tensor.getRawData().asReadOnlyByteBuffer());
        }
        require(tensor, tensor.getInt32DataCount(), count, "values");
        return index -> (short) tensor.getInt32Data(index);
    }

    private static Halves at(ByteBuffer bytes) {
        ByteBuffer ordered = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        return index -> ordered.getShort(index * Short.BYTES);
    }

    private static void require(TensorProto tensor, long came, long needed, String unit) {
        if (came != needed) {
            throw new IllegalArgumentException("tensor '" + tensor.getName() + "': " + came + " " + unit
                    + " of data, half floats of shape " + tensor.getDimsList() + " need " + needed);
        }
    }
}
