package dev.vernier.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.vernier.graph.Graph;
import dev.vernier.graph.Input;
import dev.vernier.graph.op.TensorType;
import dev.vernier.model.InputShapes;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One graph on its way in. What cannot be read is collected and reported together.
final class GraphReader {
    private final GraphProto proto;
    private final int opset;
    private final TensorReader tensors;
    private final InputShapes shapes;
    private final PartialGraph graph;
    private final Map<String, String> unreadable = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    /// @param shapes of inputs, instead of those in the file
    GraphReader(GraphProto proto, int opset, TensorReader tensors, InputShapes shapes) {
        this.proto = proto;
        this.opset = opset;
        this.tensors = tensors;
        this.shapes = shapes;
        this.graph = new PartialGraph(names(proto));
    }

    private static Set<String> names(GraphProto proto) {
        Set<String> names = new HashSet<>();
        proto.getInputList().forEach(input -> names.add(input.getName()));
        proto.getInitializerList().forEach(initializer -> names.add(initializer.getName()));
        proto.getNodeList().forEach(node -> {
            names.addAll(node.getInputList());
            names.addAll(node.getOutputList());
        });
        proto.getOutputList().forEach(output -> names.add(output.getName()));
        return names;
    }

    /// @throws IllegalArgumentException where the graph is malformed, or holds what Vernier does not have
    Graph read() {
        if (proto.getNodeCount() + proto.getInitializerCount() == 0) {
            throw new IllegalArgumentException("graph without nodes, needed a model");
        }
        if (proto.getSparseInitializerCount() > 0) {
            throw new IllegalArgumentException("sparse weights, needed dense ones");
        }
        proto.getInitializerList().forEach(this::readConstant);
        readInputs();
        proto.getNodeList().forEach(this::readNode);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.size() + (problems.size() == 1 ? " node" : " nodes")
                    + " cannot be read: " + String.join("; ", problems));
        }
        List<String> outputs = proto.getOutputList().stream().map(ValueInfoProto::getName).toList();
        unreadable.forEach((name, why) -> {
            if (outputs.contains(name)
                    || proto.getInputList().stream().anyMatch(input -> input.getName().equals(name))) {
                throw new IllegalArgumentException("tensor '" + name + "': " + why);
            }
        });
        return graph.graph(outputs);
    }

    private void readConstant(TensorProto initializer) {
        try {
            if (ElementType.find(initializer.getDataType()).isEmpty()) {
                unreadable.put(initializer.getName(), ElementType.unknown(initializer.getDataType()));
                return;
            }
            Tensor tensor = tensors.read(initializer);
            TensorReader.requireFinite(tensor);
            graph.addConstant(initializer.getName(), tensor);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(
                    "tensor '" + initializer.getName() + "': " + malformed.getMessage(), malformed);
        }
    }

    /// Before version 4 of the format every constant was listed among the inputs too; later one that is may be replaced
    /// by the caller, which Vernier never does.
    private void readInputs() {
        List<ValueInfoProto> inputs = proto.getInputList()
                .stream()
                .filter(input -> graph.constant(input.getName()).isEmpty() && !unreadable.containsKey(input.getName()))
                .toList();
        List<String> names = inputs.stream().map(ValueInfoProto::getName).toList();
        Map<String, Shape> given = shapes.of(IntegerInput.read(declared(inputs)));
        for (String name : given.keySet()) {
            if (!names.contains(name) && !(name.isEmpty() && names.size() == 1)) {
                throw new IllegalArgumentException(
                        "shape for " + (name.isEmpty() ? "the only input" : "input '" + name + "'")
                                + ", the model's inputs are: " + String.join(", ", names)
                                + (name.isEmpty() ? "; needed --input-shape NAME=1,3,224,224 for each" : ""));
            }
        }
        for (ValueInfoProto input : inputs) {
            readInput(input, given.getOrDefault(input.getName(), inputs.size() == 1 ? given.get("") : null));
        }
    }

    /// The inputs of which anything is known, with n for every open axis.
    private static List<Input> declared(List<ValueInfoProto> inputs) {
        List<Input> declared = new ArrayList<>();
        for (ValueInfoProto input : inputs) {
            TypeProto.Tensor type = input.getType().getTensorType();
            if (type.hasShape() && ElementType.find(type.getElemType()).isPresent()) {
                Shape shape = Shape.of(type.getShape().getDimList().stream()
                        .mapToInt(size -> size.hasDimValue() && size.getDimValue() >= 0
                                ? Math.clamp(size.getDimValue(), 0, Integer.MAX_VALUE)
                                : Shape.N)
                        .toArray());
                declared.add(new Input(input.getName(), new TensorType(ElementType.of(type.getElemType()), shape)));
            }
        }
        return declared;
    }

    private void readInput(ValueInfoProto input, Shape shape) {
        if (!input.getType().hasTensorType()) {
            unreadable.put(input.getName(), "type = " + input.getType().getValueCase() + ", needed a tensor");
            return;
        }
        TypeProto.Tensor type = input.getType().getTensorType();
        if (ElementType.find(type.getElemType()).isEmpty()) {
            unreadable.put(input.getName(), ElementType.unknown(type.getElemType()));
            return;
        }
        graph.add(new Input(input.getName(), new TensorType(
                ElementType.of(type.getElemType()),
                shape != null ? given(shape, type) : declared(input.getName(), type))));
    }

    /// A shape that was asked for, with the batch size n where the file leaves the first axis open.
    private static Shape given(Shape shape, TypeProto.Tensor type) {
        boolean open = type.getShape().getDimCount() > 0 && !isKnown(type.getShape().getDim(0));
        return open && shape.rank() > 0 ? shape.with(0, Shape.N) : shape;
    }

    private static boolean isKnown(TensorShapeProto.Dimension size) {
        return size.hasDimValue() && size.getDimValue() > 0;
    }

    private static Shape declared(String name, TypeProto.Tensor type) {
        if (!type.hasShape()) {
            throw new IllegalArgumentException(
                    "input '" + name + "' has no shape, needed one: give it with --input-shape");
        }
        int[] sizes = new int[type.getShape().getDimCount()];
        for (int axis = 0; axis < sizes.length; axis++) {
            TensorShapeProto.Dimension size = type.getShape().getDim(axis);
            boolean known = isKnown(size);
            if (axis == 0 && !known) {
                sizes[0] = Shape.N;
            } else if (!known && !(size.hasDimValue() && size.getDimValue() == 0)) {
                throw new IllegalArgumentException("input '" + name + "': axis " + axis + " has size '"
                        + (size.hasDimValue() ? Long.toString(size.getDimValue()) : size.getDimParam())
                        + "', needed a number: give it with --input-shape");
            } else if (size.getDimValue() > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("input '" + name + "': axis " + axis + " has size "
                        + size.getDimValue() + ", needed at most " + Integer.MAX_VALUE);
            } else {
                sizes[axis] = (int) size.getDimValue();
            }
        }
        return Shape.of(sizes);
    }

    private void readNode(NodeProto node) {
        try {
            for (String input : node.getInputList()) {
                if (unreadable.containsKey(input)) {
                    throw new IllegalArgumentException("reads '" + input + "' of " + unreadable.get(input));
                }
            }
            NodeReader.read(node, opset, graph, tensors);
        } catch (IllegalArgumentException unsupported) {
            problems.add(
                    "node '" + label(node) + "': " + NodeReader.operator(node) + " (" + unsupported.getMessage() + ")");
        }
    }

    private static String label(NodeProto node) {
        return !node.getName().isEmpty() || node.getOutputCount() == 0 ? node.getName() : node.getOutput(0);
    }
}
