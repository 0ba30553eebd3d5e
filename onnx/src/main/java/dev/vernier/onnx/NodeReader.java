package dev.vernier.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Op;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// One node on its way in: its attributes, the names of what it reads and makes, and what stands before it in the graph.
final class NodeReader {
    private final NodeAttributes attributes;
    private final int opset;
    private final PartialGraph graph;
    private final TensorReader tensors;
    private final String output;
    private final List<String> inputs;
    private List<String> outputs;

    private NodeReader(NodeProto node, int opset, PartialGraph graph, TensorReader tensors) {
        this.attributes = new NodeAttributes(node);
        this.opset = opset;
        this.graph = graph;
        this.tensors = tensors;
        this.output = node.getOutput(0);
        this.inputs = new ArrayList<>(trimmed(node.getInputList()));
        this.outputs = trimmed(node.getOutputList());
    }

    /// Adds the node to the graph, or the constant that it stands for.
    ///
    /// @throws IllegalArgumentException where Vernier does not have the operator, or not with these attributes
    static void read(NodeProto node, int opset, PartialGraph graph, TensorReader tensors) {
        List<String> outputs = trimmed(node.getOutputList());
        if (outputs.isEmpty()) {
            throw new IllegalArgumentException("no outputs, needed one");
        }
        NodeReader reader = new NodeReader(node, opset, graph, tensors);
        String operator = operator(node);
        if (operator.equals("Constant")) {
            graph.addConstant(outputs.getFirst(), reader.value());
        } else if (operator.equals("Split")) {
            new Split(reader).read(node.getOutputList());
        } else {
            Op op = Operators.read(operator, reader);
            graph.add(new Node(node.getName(), op, reader.inputs, reader.outputs));
        }
        reader.attributes.requireAllRead();
    }

    /// The operator's name, with its domain where that is not ONNX's own.
    static String operator(NodeProto node) {
        return node.getDomain().isEmpty() || node.getDomain().equals("ai.onnx")
                ? node.getOpType()
                : node.getDomain() + "." + node.getOpType();
    }

    private static List<String> trimmed(List<String> names) {
        int count = names.size();
        while (count > 0 && names.get(count - 1).isEmpty()) {
            count--;
        }
        return names.subList(0, count);
    }

    private Tensor value() {
        return attributes.tensor("value")
                .map(this::tensor)
                .or(() -> attributes.findNumber("value_float").map(Tensor::scalar))
                .or(() -> attributes.floats("value_floats"))
                .or(() -> attributes.wide("value_int").map(value -> Tensor.ofI64(Shape.SCALAR, value)))
                .or(() -> attributes.vector("value_ints"))
                .orElseThrow(() -> {
                    attributes.requireAllRead();
                    return NodeAttributes.absent("value");
                });
    }

    /// A tensor that an attribute holds.
    ///
    /// @throws IllegalArgumentException where it cannot be read, or holds what is not finite
    Tensor tensor(TensorProto proto) {
        Tensor tensor = tensors.read(proto);
        TensorReader.requireFinite(tensor);
        return tensor;
    }

    NodeAttributes attributes() {
        return attributes;
    }

    /// The version of ONNX's operators that the node was written for.
    int opset() {
        return opset;
    }

    /// What has been read before the node.
    PartialGraph graph() {
        return graph;
    }

    /// The names of the inputs, as they are now; "" stands for an absent one.
    List<String> inputs() {
        return Collections.unmodifiableList(inputs);
    }

    /// An input's name, "" where it is absent.
    String input(int index) {
        return index < inputs.size() ? inputs.get(index) : "";
    }

    void setInput(int index, String name) {
        while (inputs.size() <= index) {
            inputs.add("");
        }
        inputs.set(index, name);
    }

    void setInputs(String... names) {
        inputs.clear();
        inputs.addAll(List.of(names));
    }

    /// @throws IllegalArgumentException where there are fewer inputs
    void requireInputs(int least) {
        if (inputs.size() < least) {
            throw new IllegalArgumentException(inputs.size() + " inputs, needed at least " + least);
        }
    }

    /// How many outputs there are.
    int outputs() {
        return outputs.size();
    }

    /// Leaves out all outputs but the first.
    void dropOtherOutputs() {
        outputs = outputs.subList(0, 1);
    }

    /// @throws IllegalArgumentException where the shape depends on what is not known before the graph runs
    Shape shape(String name) {
        return graph.shape(name)
                .orElseThrow(() -> new IllegalArgumentException("shape of '" + name + "' not known"));
    }

    /// Whether it is a constant of one element that broadcasts to another tensor, which is none.
    boolean isSingleConstant(String name, String other) {
        Optional<Shape> shape = graph.constant(name).filter(value -> value.size() == 1).map(Tensor::shape);
        return shape.isPresent() && graph.constant(other).isEmpty()
                && graph.shape(other).filter(wider -> wider.rank() >= shape.get().rank()).isPresent();
    }

    /// Adds a node before this one.
    ///
    /// @return the name of what it makes
    String then(String what, Op op, String... read) {
        String made = graph.freshName(output + "/" + what);
        graph.add(Node.of(made, op, read));
        return made;
    }

    /// Adds a constant.
    ///
    /// @return its name
    String constant(String what, Tensor value) {
        return graph.addNew(output + "/" + what, value);
    }

    /// Adds a constant and makes it an input.
    void constantInput(int index, String what, Tensor value) {
        setInput(index, constant(what, value));
    }
}
