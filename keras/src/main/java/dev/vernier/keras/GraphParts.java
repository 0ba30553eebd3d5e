package dev.vernier.keras;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Input;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Add;
import dev.vernier.graph.op.Inputs;
import dev.vernier.graph.op.Mul;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.Operand;
import dev.vernier.graph.op.Reshape;
import dev.vernier.graph.op.TensorType;
import dev.vernier.graph.op.Transpose;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// A graph on its way in: what has been read so far, each tensor with its type. A batch stands there as some number.
final class GraphParts {
    private static final int ANY_BATCH = 2;

    private final List<Input> inputs = new ArrayList<>();
    private final Map<String, Tensor> constants = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Operand> operands = new HashMap<>();
    private final Set<String> names = new HashSet<>();

    /// @return its name, made from `wish`
    String input(String wish, TensorType type) {
        String name = fresh(wish);
        inputs.add(new Input(name, type));
        operands.put(name, Operand.of(type.with(type.shape().at(ANY_BATCH))));
        return name;
    }

    /// @return its name, made from `wish`
    String constant(String wish, Tensor value) {
        String name = fresh(wish);
        constants.put(name, value);
        operands.put(name, Operand.of(value));
        return name;
    }

    /// The first result of an operator, whose others are not needed.
    ///
    /// @return its name, made from `wish`
    /// @throws IllegalArgumentException where the inputs do not fit
    String add(String wish, Op op, String... from) {
        List<Operand> given = new ArrayList<>();
        for (String name : from) {
            given.add(name.isEmpty() ? null : operands.get(name));
        }
        TensorType type;
        try {
            type = op.infer(Inputs.of(given)).getFirst();
        } catch (IllegalArgumentException unfit) {
            throw new IllegalArgumentException(op.word() + ": " + unfit.getMessage(), unfit);
        }
        String name = fresh(wish);
        nodes.add(new Node("", op, List.of(from), List.of(name)));
        operands.put(name, Operand.of(type));
        return name;
    }

    /// `x * factor + offset`, each left out where it changes nothing.
    ///
    /// @return the name of the result; x itself where both change nothing
    String scaled(String wish, String x, Tensor factor, Tensor offset) {
        boolean isLast = isAll(offset, 0);
        String product = isAll(factor, 1) ? x
                : add(isLast ? wish : wish + "/product", new Mul(), x, constant(wish + "/scale", factor));
        return isLast ? product : add(wish, new Add(), product, constant(wish + "/offset", offset));
    }

    private static boolean isAll(Tensor values, float value) {
        return IntStream.range(0, values.size()).allMatch(i -> values.floatAt(i) == value);
    }

    /// The axes in another order.
    ///
    /// @return its name; x itself where the order is the same
    String transposed(String wish, String x, List<Integer> order) {
        return order.equals(order.stream().sorted().toList()) ? x : add(wish, new Transpose(order), x);
    }

    /// The elements in the order that a transposition gives them, in whatever shape.
    ///
    /// @return the name; x itself where they stay where they are
    String ordered(String wish, String x, List<Integer> order) {
        Shape shape = shape(x);
        List<Integer> moved = order.stream().filter(axis -> shape.size(axis) != 1).toList();
        return moved.equals(moved.stream().sorted().toList()) ? x : transposed(wish, x, order);
    }

    /// The same elements in another shape of each sample.
    String reshaped(String wish, String x, long... sample) {
        long[] sizes = new long[sample.length + 1];
        System.arraycopy(sample, 0, sizes, 1, sample.length);
        return add(wish, new Reshape(false), x, constant(wish + "/shape", Tensor.vector(sizes)));
    }

    /// The shape of a tensor; where it has a batch, this is some number.
    Shape shape(String name) {
        return operands.get(name).shape();
    }

    int rank(String name) {
        return shape(name).rank();
    }

    private String fresh(String wish) {
        String name = wish;
        for (int i = 2; !names.add(name); i++) {
            name = wish + "_" + i;
        }
        return name;
    }

    /// @throws IllegalArgumentException where the parts do not make a graph
    Graph graph(List<String> outputs) {
        return new Graph(inputs, constants, nodes, outputs).pruned();
    }

    /// The type of float32 numbers.
    static TensorType floats(Shape shape) {
        return new TensorType(DType.F32, shape);
    }
}
