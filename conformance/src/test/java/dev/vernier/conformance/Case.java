package dev.vernier.conformance;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.vernier.graph.Graph;
import dev.vernier.onnx.OnnxReader;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// One published case.
///
/// @param name without `test_` before it
/// @param operators the operators in its model
/// @param types the element types of its model's inputs, outputs and constants, in ONNX's words
/// @param files its files by their name in the case's folder
record Case(String name, Set<String> operators, Set<String> types, Map<String, byte[]> files) {
    static Case of(String name, Map<String, byte[]> files) {
        try {
            GraphProto graph = ModelProto.parseFrom(files.get("model.onnx")).getGraph();
            Set<String> operators = new TreeSet<>();
            Set<String> types = new TreeSet<>();
            graph.getNodeList().forEach(node -> operators.add(node.getOpType()));
            Stream.concat(graph.getInputList().stream(), graph.getOutputList().stream())
                    .map(ValueInfoProto::getType)
                    .forEach(type -> types.add(word(type)));
            graph.getInitializerList().forEach(constant -> types.add(word(constant.getDataType())));
            graph.getNodeList()
                    .stream()
                    .map(NodeProto::getAttributeList)
                    .flatMap(List::stream)
                    .filter(AttributeProto::hasT)
                    .forEach(value -> types.add(word(value.getT().getDataType())));
            return new Case(name, operators, types, files);
        } catch (InvalidProtocolBufferException noModel) {
            throw new IllegalArgumentException("case " + name + ": its model cannot be parsed", noModel);
        }
    }

    private static String word(TypeProto type) {
        return type.hasTensorType() ? word(type.getTensorType().getElemType())
                : type.getValueCase().name().replace("_TYPE", "").toLowerCase(Locale.ROOT);
    }

    private static String word(int type) {
        return switch (type) {
            case 23 -> "float4e2m1";
            case 24 -> "float8e8m0";
            case 25 -> "uint2";
            case 26 -> "int2";
            default -> TensorProto.DataType.forNumber(type).name().toLowerCase(Locale.ROOT);
        };
    }

    Graph graph() {
        return OnnxReader.parse(name, files.get("model.onnx")).graph();
    }

    Map<String, Tensor> inputs(Graph graph) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (int i = 0; i < graph.inputs().size(); i++) {
            inputs.put(graph.inputs().get(i).name(), tensor("input_" + i));
        }
        return inputs;
    }

    List<Tensor> expected(Graph graph) {
        List<Tensor> outputs = new ArrayList<>();
        for (int i = 0; i < graph.outputs().size(); i++) {
            outputs.add(tensor("output_" + i));
        }
        return outputs;
    }

    private Tensor tensor(String file) {
        String path = "test_data_set_0/" + file + ".pb";
        if (!files.containsKey(path)) {
            throw new IllegalArgumentException("no " + path);
        }
        return OnnxReader.parseTensor(name + ": " + file, files.get(path));
    }
}
