package dev.vernier.graph;

import dev.vernier.graph.op.Inputs;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.Operand;
import dev.vernier.graph.op.ShapeOf;
import dev.vernier.graph.op.TensorType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is known of every tensor of a graph at one batch size, before any sample: its concrete type, and its value where
/// no sample decides it. Values flow through the nodes, so that the arithmetic on shapes that exporters leave behind is
/// known here.
public final class Inference {
    /// Values of more elements are no arithmetic on shapes; they are not computed ahead.
    private static final int LARGEST_VALUE = 1 << 12;

    /// Two batch sizes, small ones, so that samples may be large. What agrees at both does not depend on the batch.
    private static final int ONE_BATCH = 2;
    private static final int OTHER_BATCH = 7;

    private final Map<String, Operand> operands;

    private Inference(Map<String, Operand> operands) {
        this.operands = operands;
    }

    /// @throws IllegalArgumentException where a node's inputs do not fit its operator; the message names the node
    public static Inference at(Graph graph, int batch) {
        Map<String, Operand> operands = new HashMap<>();
        for (Input input : graph.inputs()) {
            operands.put(input.name(), Operand.of(input.type().with(input.type().shape().at(batch))));
        }
        graph.constants().forEach((name, value) -> operands.put(name, Operand.of(value)));
        for (Node node : graph.nodes()) {
            List<Operand> outputs = infer(node, operands);
            for (int i = 0; i < node.outputs().size(); i++) {
                operands.put(node.outputs().get(i), outputs.get(i));
            }
        }
        operands.remove("");
        return new Inference(operands);
    }

    private static List<Operand> infer(Node node, Map<String, Operand> operands) {
        List<Operand> inputs = new ArrayList<>();
        node.inputs().forEach(name -> inputs.add(name.isEmpty() ? null : operands.get(name)));
        try {
            List<TensorType> types = node.op().infer(Inputs.of(inputs));
            if (types.size() < node.outputs().size()) {
                throw new IllegalArgumentException(
                        node.outputs().size() + " outputs, needed at most " + types.size());
            }
            Optional<List<Tensor>> values = evaluate(node.op(), inputs, types);
            return values.isPresent()
                    ? values.get().stream().map(Operand::of).toList()
                    : types.stream().map(Operand::of).toList();
        } catch (IllegalArgumentException unfit) {
            throw new IllegalArgumentException(
                    "node '" + node.label() + "': " + node.op().word() + ": " + unfit.getMessage(), unfit);
        }
    }

    private static Optional<List<Tensor>> evaluate(Op op, List<Operand> inputs, List<TensorType> types) {
        if (op instanceof ShapeOf shapeOf) {
            return Optional.of(List.of(shapeOf.of(inputs.getFirst().shape())));
        }
        if (!inputs.stream().allMatch(input -> input == null || input.constant().isPresent())
                || types.stream().anyMatch(type -> type.shape().elementCount() > LARGEST_VALUE)) {
            return Optional.empty();
        }
        List<Tensor> values = new ArrayList<>();
        inputs.forEach(input -> values.add(input == null ? null : input.constant().orElseThrow()));
        return Optional.of(op.evaluate(Inputs.of(values)));
    }

    /// The type of every tensor, with sizes that are multiples of the batch size n given as such.
    ///
    /// @throws IllegalArgumentException where a node's inputs do not fit its operator, or a size depends on the batch in
    ///     any other way; the message names node or tensor
    public static Map<String, TensorType> types(Graph graph) {
        Inference one = at(graph, ONE_BATCH);
        Inference other = at(graph, OTHER_BATCH);
        Map<String, TensorType> types = new LinkedHashMap<>();
        for (String name : one.operands.keySet()) {
            types.put(name, one.type(name).with(symbolic(name, one.type(name).shape(), other.type(name).shape())));
        }
        return types;
    }

    private static Shape symbolic(String name, Shape one, Shape other) {
        if (one.equals(other)) {
            return one;
        }
        int[] sizes = one.sizes();
        for (int axis = 0; axis < sizes.length; axis++) {
            int size = sizes[axis];
            if (size != other.size(axis)) {
                if (size % ONE_BATCH != 0 || other.size(axis) != size / ONE_BATCH * OTHER_BATCH) {
                    throw new IllegalArgumentException("tensor '" + name + "': shape " + one + " at batch " + ONE_BATCH
                            + " and " + other + " at batch " + OTHER_BATCH + ", needed multiples of the batch");
                }
                sizes[axis] = -size / ONE_BATCH;
            }
        }
        return Shape.of(sizes);
    }

    /// The values that neither samples nor batch size decide, of tensors that nodes make.
    public static Map<String, Tensor> values(Graph graph) {
        Inference one = at(graph, ONE_BATCH);
        Inference other = at(graph, OTHER_BATCH);
        Map<String, Tensor> values = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            for (String output : node.outputs()) {
                one.value(output).filter(value -> other.value(output).filter(value::equals).isPresent())
                        .ifPresent(value -> values.put(output, value));
            }
        }
        return values;
    }

    public TensorType type(String name) {
        return operand(name).type();
    }

    /// The value of a tensor that no sample decides.
    public Optional<Tensor> value(String name) {
        return name.isEmpty() ? Optional.empty() : operand(name).constant();
    }

    private Operand operand(String name) {
        Operand operand = operands.get(name);
        if (operand == null) {
            throw new IllegalArgumentException("tensor '" + name + "' is not in the graph");
        }
        return operand;
    }
}
