package dev.vernier.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import com.google.protobuf.ByteString;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.TensorType;
import dev.vernier.graph.op.Window;
import dev.vernier.tensor.Tensor;
import java.util.List;
import java.util.Map;

/// One node on its way out: attributes are written where they differ from ONNX's defaults.
final class NodeWriter {
    private static final String MICROSOFT = "com.microsoft";

    /// Nothing older is written.
    static final int LEAST_OPSET = 13;

    private final NodeProto.Builder proto = NodeProto.newBuilder();
    private int opset = LEAST_OPSET;

    private NodeWriter() {}

    /// @param types the types of the graph's tensors
    static NodeWriter write(Node node, Map<String, TensorType> types) {
        NodeWriter writer = new NodeWriter();
        writer.proto.addAllInput(node.inputs()).addAllOutput(node.outputs());
        if (!node.name().equals(node.output())) {
            writer.proto.setName(node.name());
        }
        Operators.write(node, types, writer);
        if (writer.proto.getName().isEmpty()) {
            writer.proto.clearName();
        }
        return writer;
    }

    NodeProto proto() {
        return proto.build();
    }

    /// The oldest opset that holds the node, at least [#LEAST_OPSET].
    int opset() {
        return opset;
    }

    NodeWriter type(String operator) {
        proto.setOpType(operator);
        return this;
    }

    /// The opset since which the operator is there in this form.
    NodeWriter since(int opset) {
        return sinceIf(true, opset);
    }

    /// The opset since which the operator is there, where it is needed in a newer form than the oldest.
    NodeWriter sinceIf(boolean needed, int opset) {
        this.opset = needed ? Math.max(this.opset, opset) : this.opset;
        return this;
    }

    NodeWriter microsoft(String operator) {
        proto.setDomain(MICROSOFT);
        return type(operator);
    }

    /// Inputs in another order than the node's.
    NodeWriter withInputs(String... names) {
        proto.clearInput().addAllInput(List.of(names));
        return this;
    }

    NodeWriter withWindow(Window window) {
        WindowAttributes.write(window, this);
        return this;
    }

    NodeWriter withAveraging(Window window, boolean ceil, boolean countPadding) {
        return withWindow(window).withFlag("ceil_mode", ceil).withFlag("count_include_pad", countPadding);
    }

    NodeWriter withReduction(boolean keepAxes, boolean noneMeansNone) {
        return withUnless(true, "keepdims", keepAxes).withFlag("noop_with_empty_axes", noneMeansNone);
    }

    NodeWriter with(String name, int value) {
        proto.addAttribute(attribute(name, AttributeType.INT).setI(value));
        return this;
    }

    NodeWriter with(String name, List<Integer> values) {
        AttributeProto.Builder attribute = attribute(name, AttributeType.INTS);
        values.forEach(value -> attribute.addInts(value));
        proto.addAttribute(attribute);
        return this;
    }

    NodeWriter with(String name, String word) {
        proto.addAttribute(attribute(name, AttributeType.STRING).setS(ByteString.copyFromUtf8(word)));
        return this;
    }

    NodeWriter with(String name, Tensor value) {
        proto.addAttribute(attribute(name, AttributeType.TENSOR).setT(OnnxWriter.tensor("", value)));
        return this;
    }

    NodeWriter withFlag(String name, boolean value) {
        return withUnless(false, name, value);
    }

    NodeWriter withUnless(boolean usual, String name, boolean value) {
        return value == usual ? this : with(name, value ? 1 : 0);
    }

    NodeWriter withUnless(int usual, String name, int value) {
        return value == usual ? this : with(name, value);
    }

    NodeWriter withUnless(float usual, String name, float value) {
        if (value != usual) {
            proto.addAttribute(attribute(name, AttributeType.FLOAT).setF(value));
        }
        return this;
    }

    NodeWriter withUnless(String usual, String name, String word) {
        return word.equals(usual) ? this : with(name, word);
    }

    NodeWriter withUnless(List<Integer> usual, String name, List<Integer> values) {
        return values.equals(usual) ? this : with(name, values);
    }

    private static AttributeProto.Builder attribute(String name, AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }
}
