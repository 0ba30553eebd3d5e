package dev.vernier.conformance.networks;

import dev.vernier.graph.Graph;
import dev.vernier.graph.Inference;
import dev.vernier.graph.Input;
import dev.vernier.graph.Node;
import dev.vernier.graph.op.Op;
import dev.vernier.graph.op.TensorType;
import dev.vernier.tensor.DType;
import dev.vernier.tensor.Shape;
import dev.vernier.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A network while it is drawn. Every tensor in [#live] is float32 and holds the samples along its first axis, and nothing
/// else of the batch. A piece that does not fit is undone as a whole.
final class Sketch {
    private static final int BATCH = 2;
    private static final int LARGEST = 1200;

    final Random random;
    private final List<Input> inputs = new ArrayList<>();
    private Map<String, Tensor> constants = new LinkedHashMap<>();
    private List<Node> nodes = new ArrayList<>();
    private List<String> live = new ArrayList<>();
    private Map<String, TensorType> types = new LinkedHashMap<>();
    private int names;

    Sketch(Random random) {
        this.random = random;
    }

    void input(int... sizes) {
        String name = "x" + inputs.size();
        inputs.add(new Input(name, new TensorType(DType.F32, Shape.of(sizes).with(0, Shape.N))));
        types.put(name, new TensorType(DType.F32, Shape.of(sizes).with(0, BATCH)));
        live.add(name);
    }

    /// Draws one piece; false where it did not fit, and nothing was drawn.
    boolean draw(Consumer<Sketch> piece) {
        Map<String, Tensor> constantsBefore = new LinkedHashMap<>(constants);
        List<Node> nodesBefore = new ArrayList<>(nodes);
        List<String> liveBefore = new ArrayList<>(live);
        Map<String, TensorType> typesBefore = new LinkedHashMap<>(types);
        try {
            piece.accept(this);
            Map<String, TensorType> symbolic = Inference.types(graph(live));
            for (String name : live) {
                Shape shape = symbolic.get(name).shape();
                if (shape.rank() < 2 || shape.size(0) != Shape.N || !shape.at(1).with(0, 1).isConcrete()
                        || shape.at(1).elementCount() > LARGEST || shape.at(1).elementCount() == 0) {
                    throw new IllegalArgumentException("tensor '" + name + "' of shape " + shape);
                }
            }
            return nodes.size() > nodesBefore.size();
        } catch (IllegalArgumentException | IndexOutOfBoundsException unfit) {
            constants = constantsBefore;
            nodes = nodesBefore;
            live = liveBefore;
            types = typesBefore;
            return false;
        }
    }

    Graph graph(List<String> outputs) {
        return new Graph(inputs, constants, nodes, outputs);
    }

    /// Adds a node, and its first output to what later pieces may read.
    String add(Op op, String... from) {
        String name = hidden(op, from);
        live.add(name);
        return name;
    }

    /// Adds a node whose output only this piece reads.
    String hidden(Op op, String... from) {
        String name = fresh("t");
        add(new Node(chance(0.2) ? "node " + name : "", op, List.of(from), List.of(name)));
        return name;
    }

    void add(Node node) {
        nodes.add(node);
        Inference inference = Inference.at(graph(List.of(node.output())), BATCH);
        node.outputs().forEach(output -> types.put(output, inference.type(output)));
    }

    String fresh(String prefix) {
        return prefix + names++;
    }

    String constant(Tensor value) {
        String name = fresh("c");
        constants.put(name, value);
        return name;
    }

    Tensor value(String constant) {
        return constants.get(constant);
    }

    List<Node> nodes() {
        return nodes;
    }

    String integers(long... values) {
        return constant(Tensor.vector(values));
    }

    String scalar(float value) {
        return constant(Tensor.scalar(value));
    }

    /// Normally distributed reals.
    String reals(float deviation, int... sizes) {
        return constant(normal(deviation, sizes));
    }

    Tensor normal(float deviation, int... sizes) {
        float[] values = new float[Shape.of(sizes).elementCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian() * deviation;
        }
        return Tensor.of(Shape.of(sizes), values);
    }

    /// The type at a batch of 2.
    int[] sizes(String name) {
        return types.get(name).shape().sizes();
    }

    int rank(String name) {
        return sizes(name).length;
    }

    /// A tensor that later pieces may read, mostly one of the latest.
    String pick(Predicate<String> fits) {
        List<String> fitting = live.stream().filter(fits).toList();
        if (fitting.isEmpty()) {
            throw new IllegalArgumentException("no tensor fits");
        }
        int back = chance(0.7) ? 0 : random.nextInt(fitting.size());
        return fitting.get(fitting.size() - 1 - back);
    }

    String pick() {
        return pick(name -> true);
    }

    /// One with spatial axes.
    String image() {
        return pick(name -> rank(name) > 2);
    }

    List<String> live() {
        return live;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /// An integer in `[low, high]`.
    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    int oneOf(int... choices) {
        return choices[random.nextInt(choices.length)];
    }

    @SafeVarargs
    final <T> T any(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /// As many drawn integers.
    List<Integer> several(int count, int... choices) {
        return Arrays.stream(new int[count]).mapToObj(i -> oneOf(choices)).toList();
    }
}
